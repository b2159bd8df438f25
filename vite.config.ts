import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";

const here = import.meta.dirname ?? resolve(".");
const icons = resolve(here, "node_modules/@tabler/icons/icons");

/** One SVG sprite of the icons named in frontend/icons.txt; a trailing `!` takes the filled drawing. */
function sprite(): Plugin {
  const list = resolve(here, "frontend/icons.txt");
  const symbol = (name: string): string => {
    const filled = name.endsWith("!");
    const bare = filled ? name.slice(0, -1) : name;
    const file = resolve(icons, filled ? "filled" : "outline", `${bare}.svg`);
    if (!existsSync(file)) throw new Error(`frontend/icons.txt: Tabler has no icon named “${name}”.`);
    const body = readFileSync(file, "utf8").replace(/<!--[\s\S]*?-->/g, "").replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "");
    const paint = filled ? 'fill="currentColor"' : 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
    return `<symbol id="${bare}${filled ? "-filled" : ""}" viewBox="0 0 24 24" ${paint}>${body.replace(/\s*\n\s*/g, "")}</symbol>`;
  };
  return {
    name: "encaisse-sprite",
    buildStart() {
      this.addWatchFile(list);
    },
    generateBundle() {
      const names = readFileSync(list, "utf8").split(/\s+/).filter(Boolean);
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${[...new Set(names)].map(symbol).join("")}</svg>`;
      this.emitFile({ type: "asset", name: "icons.svg", source });
      this.emitFile({ type: "asset", name: "mark.svg", source: readFileSync(resolve(here, "frontend/mark.svg"), "utf8") });
    },
  };
}

/** manifest.json: the plain name of each entry, and the hashed file that holds it. Read by the tag `ui_asset`. */
function manifest(): Plugin {
  return {
    name: "encaisse-manifest",
    enforce: "post",
    generateBundle(_options, bundle) {
      const files: Record<string, string> = {};
      for (const output of Object.values(bundle)) {
        if (output.type === "chunk" && output.isEntry) files[`${output.name}.js`] = output.fileName;
        if (output.type === "asset" && output.names[0]) files[output.names[0]] = output.fileName;
      }
      this.emitFile({ type: "asset", fileName: "manifest.json", source: JSON.stringify(files, Object.keys(files).sort(), 1) });
    },
  };
}

const shipped = ["@tabler/core", "@tabler/icons", "htmx.org", "echarts", "zrender", "tslib", "@popperjs/core", "@fontsource-variable/inter"];

/** LICENSES.txt: what the bundle is made of and on what terms; it travels with the wheel. */
function licences(): Plugin {
  const told = (name: string): string => {
    const folder = resolve(here, "node_modules", name);
    const { version, license } = JSON.parse(readFileSync(resolve(folder, "package.json"), "utf8")) as { version: string; license: string };
    const texts = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copyrightnotice)/i.test(file) && file !== "licenses");
    return [`${name} ${version}: ${license}`, ...texts.map((file) => readFileSync(resolve(folder, file), "utf8").trim())].join("\n\n");
  };
  return {
    name: "encaisse-licences",
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "LICENSES.txt", source: shipped.map(told).join(`\n\n${"-".repeat(80)}\n\n`) });
    },
  };
}

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [sprite(), licences(), manifest()],
  build: {
    cssTarget: ["chrome123", "firefox128", "safari18"],
    outDir: resolve(here, "src/encaisse/ui/static/ui"),
    emptyOutDir: true,
    assetsDir: "",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      checks: { eval: false }, // htmx holds one; the page forbids it (allowEval false, strict CSP)
      input: { main: resolve(here, "frontend/main.ts"), theme: resolve(here, "frontend/theme.ts") },
      output: {
        entryFileNames: "[name]-[hash].js",
        chunkFileNames: "[name]-[hash].js",
        assetFileNames: "[name]-[hash][extname]",
      },
    },
  },
});
