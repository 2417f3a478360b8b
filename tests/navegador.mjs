// node tests/navegador.mjs PAGE.html
//
// Opens the page in a browser, wide and narrow, and prints as JSON what is wrong with it: what axe-core
// finds, what is wider than the window, and the words of charts that leave their picture.
// `NAVEGADOR_MODULOS` is a `node_modules` with axe-core, puppeteer-core and, unless `NAVEGADOR` names a
// browser, @sparticuz/chromium.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.env.NAVEGADOR_MODULOS}/`);
const load = async (name) => (await import(pathToFileURL(require.resolve(name)))).default;
const puppeteer = await load("puppeteer-core");
let options = { executablePath: process.env.NAVEGADOR, args: ["--no-sandbox"] };
if (!options.executablePath) {
  const chromium = await load("@sparticuz/chromium");
  options = { executablePath: await chromium.executablePath(), args: chromium.args };
}
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const browser = await puppeteer.launch({ ...options, headless: "shell" });
const found = [];
for (const [width, height] of [[1200, 900], [320, 640]]) {
  const page = await browser.newPage();
  await page.setViewport({ width, height });
  await page.goto(pathToFileURL(process.argv[2]));
  await page.addScriptTag({ content: axe });
  found.push(
    ...(await page.evaluate(async (width) => {
      const faults = (await axe.run(document)).violations.map((v) => `${v.id}: ${v.nodes[0].html}`);
      const broad = document.documentElement.scrollWidth;
      if (broad > width) faults.push(`the page is ${broad} px wide in ${width}`);
      for (const text of document.querySelectorAll("svg text")) {
        const [box, room] = [text.getBBox(), text.ownerSVGElement.viewBox.baseVal];
        const out = box.x < -9 || box.x + box.width > room.width + 9;
        if (out) faults.push(`«${text.textContent}» leaves its picture`);
      }
      return faults;
    }, width)),
  );
}
await browser.close();
console.log(JSON.stringify(found));
