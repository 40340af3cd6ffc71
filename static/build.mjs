// Builds static/dist: names with a content hash, and manifest.json that maps each logical name to its file.
// Ends with the manifest and only then removes old files, so that a running server never misses one.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundle } from "lightningcss";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const DIST = join(HERE, "dist");
const TYPEFACE = join(HERE, "..", "node_modules", "@fontsource", "be-vietnam-pro", "files");
const FACES = ["latin", "latin-ext", "vietnamese"].flatMap((part) =>
  [400, 600].map((weight) => `be-vietnam-pro-${part}-${weight}-normal.woff2`));
const PRELOADED = "be-vietnam-pro-vietnamese-400-normal.woff2";
// The faces of what is printed, whole: the typesetter reads them from the folder, no page names them.
const PRINTED = join(HERE, "..", "node_modules", "@expo-google-fonts");
const SCRIPTS = ["be-vietnam-pro", "noto-sans", "noto-sans-thai", "noto-sans-lao", "noto-sans-khmer", "noto-sans-myanmar"];
const WEIGHTS = ["400Regular", "600SemiBold"];

// Phones of 2021.
const VERSION = (major, minor = 0) => (major << 16) | (minor << 8);
const TARGETS = { chrome: VERSION(109), safari: VERSION(15, 4), ios_saf: VERSION(15, 4), firefox: VERSION(115) };
const JS_TARGETS = ["chrome109", "safari15.4", "firefox115"];

const manifest = {};

mkdirSync(DIST, { recursive: true });
fonts();
printed();
images();
style("site.css");
await script("site.js");
await script("passkeys.js");
await script("door.js");
await script("gate.js");
await script("builder.js");
await script("point.js");
await script("player.js");
await script("hls.js"); // by player.js alone, where a browser needs it
await worker("ticket-worker.js");
writeFileSync(join(DIST, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
removeOld();

function fonts() {
  const made = mkdtempSync(join(tmpdir(), "typefaces-"));
  try {
    for (const face of FACES) cpSync(join(TYPEFACE, face), join(made, face));
    lighten(made);
    for (const name of readdirSync(made).sort()) add(name, readFileSync(join(made, name)));
  } finally {
    rmSync(made, { recursive: true });
  }
  manifest.font = manifest[PRELOADED];
}

function printed() {
  mkdirSync(join(DIST, "faces"), { recursive: true });
  for (const script of SCRIPTS) for (const weight of WEIGHTS) {
    const folder = join(PRINTED, script, weight);
    for (const name of readdirSync(folder)) if (extname(name) === ".ttf") cpSync(join(folder, name), join(DIST, "faces", name));
  }
}

function lighten(folder) {
  const python = process.env.PYTHON || "python3";
  try {
    execFileSync(python, [join(HERE, "typefaces.py"), folder, folder], { stdio: ["ignore", "ignore", "pipe"] });
  } catch (trouble) {
    const why = String(trouble.stderr || trouble.message).trim().split("\n").pop();
    for (const face of FACES) cpSync(join(TYPEFACE, face), join(folder, face));
    console.warn(`The fonts stay whole, digits have unequal widths: ${python} could not cut them (${why}).`);
  }
}

function images() {
  for (const name of readdirSync(join(HERE, "img")).sort()) add(name, readFileSync(join(HERE, "img", name)));
}

function style(name) {
  const { code, warnings } = bundle({
    filename: join(HERE, "css", name),
    minify: true,
    targets: TARGETS,
    visitor: {
      Url: (url) => (url.url.startsWith("#") ? url : { ...url, url: hashedNameOf(url.url) }),
      Rule: { "font-face": (rule) => (missesItsFile(rule) ? [] : undefined) },
    },
  });
  if (warnings.length) fail(warnings.map((warning) => warning.message).join("; "));
  add(name, code);
}

function hashedNameOf(name) {
  return manifest[name] ?? fail(`${name}, named in the style, is no file of the build`);
}

// A face whose file could not be cut leaves the style: the next face in the family list takes its place.
function missesItsFile(rule) {
  const source = rule.value.properties.find((property) => property.type === "source");
  return !manifest[basename(source.value[0].value.url.url)];
}

async function script(name) {
  add(name, await bundled(name, "esm"));
}

// A worker's address is its identity: its name has no hash.
async function worker(name) {
  manifest[name] = name;
  writeFileSync(join(DIST, name), await bundled(name, "iife"));
}

async function bundled(name, format) {
  const { outputFiles } = await build({
    entryPoints: [join(HERE, "js", name)], bundle: true, minify: true, write: false, format,
    target: JS_TARGETS, charset: "utf8", legalComments: "none",
  });
  return outputFiles[0].contents;
}

function add(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const ending = extname(name);
  manifest[name] = `${basename(name, ending)}.${hash}${ending}`;
  writeFileSync(join(DIST, manifest[name]), content);
}

function removeOld() {
  const kept = new Set([...Object.values(manifest), "manifest.json", "faces"]);
  for (const name of readdirSync(DIST)) if (!kept.has(name)) rmSync(join(DIST, name), { recursive: true });
}

function fail(sentence) {
  throw new Error(sentence);
}
