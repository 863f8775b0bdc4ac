// Builds the pages into dist/: hashed assets, one chunk per page and catalog, .gz beside each file.
// Fails when a catalog is incomplete or a size budget is broken.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { catalogFaults, catalogPlugin } from "./catalogs.mjs";

process.chdir(dirname(fileURLToPath(import.meta.url)));
const out = "dist";
const url = file => "/" + relative(out, file);
const gzip = file => gzipSync(readFileSync(file), { level: 9 });
const fail = message => {
  console.error(message);
  process.exitCode = 1;
};

catalogFaults().forEach(fail);
rmSync(out, { recursive: true, force: true });
mkdirSync(out + "/assets", { recursive: true });
cpSync("public", out, { recursive: true });

// The licences of what is built in go beside it; the sprite is served without its comment.
const source = readFileSync("src/icons.svg", "utf8");
const sprite = source.replace(/<!--[^]*?-->\s*/, "");
writeFileSync(
  out + "/licenses.txt",
  [
    /<!--([^]*?)-->/.exec(source)[1].trim(),
    ...["preact", "@preact/signals", "@preact/signals-core"].map(
      name => `${name}\n${readFileSync(`node_modules/${name}/LICENSE`, "utf8").trim()}`,
    ),
  ].join("\n\n") + "\n",
);
const icons = `/assets/icons-${createHash("sha256").update(sprite).digest("hex").slice(0, 8).toUpperCase()}.svg`;
writeFileSync(out + icons, sprite);

const common = {
  bundle: true,
  minify: true,
  legalComments: "none",
  charset: "utf8",
  target: ["es2022", "chrome123", "firefox120", "safari17.5"],
};
const {
  metafile: { outputs },
} = await build({
  ...common,
  entryPoints: ["src/main.tsx", "src/app.css"],
  outdir: out + "/assets",
  format: "esm",
  splitting: true,
  metafile: true,
  entryNames: "[name]-[hash]",
  chunkNames: "c/[name]-[hash]",
  jsx: "automatic",
  jsxImportSource: "preact",
  define: { ICONS: JSON.stringify(icons) },
  plugins: [catalogPlugin],
});
const of = entry => Object.keys(outputs).find(file => outputs[file].entryPoint === entry);
const css = of("src/app.css");
function statics(file, found = new Set()) {
  if (!found.has(file)) {
    found.add(file);
    outputs[file].imports.filter(i => i.kind === "import-statement").forEach(i => statics(i.path, found));
  }
  return found;
}
const shell = statics(of("src/main.tsx"));

// The boot script knows each language's catalog and each address's chunks.
const catalogs = {},
  pages = {};
for (const file of readdirSync("src/locales")) catalogs[file.slice(0, -5)] = url(of("src/locales/" + file));
for (const { path, page, who } of JSON.parse(readFileSync("src/routes.json", "utf8")))
  pages[(who === "in" ? "+" : "") + path] = [...statics(of(`src/pages/${page}.tsx`))]
    .filter(f => !shell.has(f))
    .map(url);
const boot = await build({
  ...common,
  entryPoints: ["src/boot.ts"],
  outdir: out + "/assets",
  entryNames: "[name]-[hash]",
  format: "iife",
  metafile: true,
  define: { CATALOGS: JSON.stringify(catalogs), PAGES: JSON.stringify(pages) },
});
const [bootFile] = Object.keys(boot.metafile.outputs);
const [entry, ...preload] = shell;
writeFileSync(
  out + "/index.html",
  readFileSync("src/index.html", "utf8").replace(
    "<!--head-->",
    `<script src="${url(bootFile)}"></script><link rel="stylesheet" href="${url(css)}">` +
      preload.map(file => `<link rel="modulepreload" href="${url(file)}">`).join("") +
      `<script type="module" src="${url(entry)}"></script>`,
  ),
);

const walk = dir =>
  readdirSync(dir, { withFileTypes: true }).flatMap(e =>
    e.isDirectory() ? walk(join(dir, e.name)) : [join(dir, e.name)],
  );
const files = walk(out).sort();
const size = list => list.reduce((sum, file) => sum + gzip(file).length, 0) / 1000;
const budgets = [
  // name, KB gzip (1000 bytes), limit
  ["shell", size([...shell]), 16], // the entry and its static imports
  ["boot", size([bootFile]), 1.5],
  ["css", size([css]), 8],
  ["whole app", size(files.filter(f => !f.endsWith("licenses.txt"))), 80 + 8 * (Object.keys(catalogs).length - 1)], // 8 for each further language
  [
    "first load",
    size(
      [
        out + "/index.html",
        bootFile,
        css,
        out + icons,
        ...shell,
        of("src/locales/en.json"),
        ...statics(of("src/pages/home.tsx")),
      ].filter((f, i, all) => all.indexOf(f) === i),
    ),
    40,
  ],
  ...files
    .filter(f => outputs[f]?.entryPoint?.startsWith("src/pages/"))
    .map(f => [outputs[f].entryPoint, size([f]), 6]),
];
for (const [name, kb, limit] of budgets) {
  if (kb > limit) fail(`${name}: ${kb.toFixed(1)} KB gzip, the limit is ${limit}`);
  else if (process.argv.includes("--sizes")) console.log(`${name}: ${kb.toFixed(1)} of ${limit} KB gzip`);
}
for (const file of files)
  if (/\.(js|css|html|svg|json|webmanifest|txt)$/.test(file)) writeFileSync(file + ".gz", gzip(file));
if (!process.exitCode) console.log(`web/dist: ${files.length} files, ${size(files).toFixed(1)} KB gzip`);
