// Bundles the unit tests for node into a temporary folder and runs them.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { catalogPlugin } from "./catalogs.mjs";

process.chdir(dirname(fileURLToPath(import.meta.url)));
const out = mkdtempSync(join(tmpdir(), "parlance-web-"));
try {
  await build({
    entryPoints: readdirSync("test").map(f => "test/" + f),
    outdir: out,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node18",
    outExtension: { ".js": ".mjs" },
    jsx: "automatic",
    jsxImportSource: "preact",
    define: { ICONS: '""' },
    plugins: [catalogPlugin],
    // what a browser has and this node may lack
    banner: {
      js: 'import { webcrypto } from "node:crypto"; globalThis.crypto ??= webcrypto; globalThis.location ??= new URL("http://localhost/");',
    },
  });
  const files = readdirSync(out)
    .filter(f => f.endsWith(".mjs"))
    .map(f => join(out, f));
  process.exitCode = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
