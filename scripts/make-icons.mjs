/**
 * Draws all icons in `assets/` anew. For developers; the results are committed.
 *
 *   node scripts/make-icons.mjs     needs Chrome or Chromium (or CHROMIUM=<path to one>)
 */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { appIcon, trayIcon, trayStates } from './icon-drawings.mjs';

const assets = join(dirname(dirname(fileURLToPath(import.meta.url))), 'assets');

async function openBrowser() {
  const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'];
  const executablePath = places.find((path) => path && existsSync(path));
  // Without a known place, an installed Chrome is looked up by name.
  const which = executablePath ? { executablePath } : { channel: 'chrome' };
  return chromium.launch({ ...which, chromiumSandbox: false });
}

/** Gives a function that renders an SVG to a square PNG and, up to 64 px, to its RGBA pixels. */
async function renderer(browser) {
  const page = await browser.newPage();
  return async (svg, size) => {
    const { url, pixels } = await page.evaluate(draw, { svg, size });
    return { size, png: Buffer.from(url.split(',')[1], 'base64'), pixels: Buffer.from(pixels) };
  };
}

/* Runs in the browser. */
async function draw({ svg, size }) {
  const image = new Image();
  const sized = svg.replace('<svg ', `<svg width="${size}" height="${size}" `);
  image.src = `data:image/svg+xml,${encodeURIComponent(sized)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0, size, size);
  // Only small icons need them, and a million pixels take long to hand over.
  const pixels = size > 64 ? [] : Array.from(context.getImageData(0, 0, size, size).data);
  return { url: canvas.toDataURL('image/png'), pixels };
}

/** A Windows icon: bitmaps up to 64 px, which every program reads, and PNG above. */
function ico(images) {
  const bodies = images.map((image) => (image.size > 64 ? image.png : bitmap(image)));
  const directory = Buffer.alloc(6 + 16 * images.length);
  directory.writeUInt16LE(1, 2);
  directory.writeUInt16LE(images.length, 4);
  let offset = directory.length;
  images.forEach(({ size }, i) => {
    const entry = 6 + 16 * i;
    directory.writeUInt8(size % 256, entry);
    directory.writeUInt8(size % 256, entry + 1);
    directory.writeUInt16LE(1, entry + 4);
    directory.writeUInt16LE(32, entry + 6);
    directory.writeUInt32LE(bodies[i].length, entry + 8);
    directory.writeUInt32LE(offset, entry + 12);
    offset += bodies[i].length;
  });
  return Buffer.concat([directory, ...bodies]);
}

/** A device-independent bitmap: BGRA from the bottom row up, then a mask with a bit per pixel. */
function bitmap({ size, pixels }) {
  const header = Buffer.alloc(40);
  header.writeUInt32LE(40, 0);
  header.writeInt32LE(size, 4);
  header.writeInt32LE(size * 2, 8);
  header.writeUInt16LE(1, 12);
  header.writeUInt16LE(32, 14);
  const colours = Buffer.alloc(size * size * 4);
  const maskRow = Math.ceil(size / 32) * 4;
  const mask = Buffer.alloc(maskRow * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const from = ((size - 1 - y) * size + x) * 4;
      const to = (y * size + x) * 4;
      colours.set([pixels[from + 2], pixels[from + 1], pixels[from], pixels[from + 3]], to);
      if (pixels[from + 3] === 0) mask[y * maskRow + (x >> 3)] |= 0x80 >> (x & 7);
    }
  }
  return Buffer.concat([header, colours, mask]);
}

/** A macOS icon: PNGs, each under the four letters for its size. */
function icns(images) {
  const chunks = images.map(([type, { png }]) => {
    const head = Buffer.alloc(8, type, 'latin1');
    head.writeUInt32BE(png.length + 8, 4);
    return Buffer.concat([head, png]);
  });
  const head = Buffer.alloc(8, 'icns', 'latin1');
  head.writeUInt32BE(8 + chunks.reduce((sum, chunk) => sum + chunk.length, 0), 4);
  return Buffer.concat([head, ...chunks]);
}

async function write(path, content) {
  const file = join(assets, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}

async function makeTrayIcons(render) {
  for (const state of trayStates) {
    for (const network of [false, true]) {
      const name = network ? `${state}-network` : state;
      const colour = trayIcon(state, { network, template: false });
      await write(`tray/linux/${name}.png`, (await render(colour, 22)).png);
      await write(`tray/linux/${name}@2x.png`, (await render(colour, 44)).png);

      const sizes = [];
      for (const size of [16, 20, 24, 32, 48]) sizes.push(await render(colour, size));
      await write(`tray/windows/${name}.ico`, ico(sizes));

      const template = trayIcon(state, { network, template: true });
      await write(`tray/macos/${name}Template.png`, (await render(template, 18)).png);
      await write(`tray/macos/${name}Template@2x.png`, (await render(template, 36)).png);
    }
  }
}

async function makeAppIcons(render) {
  const drawing = appIcon(0.03);
  await write('icons/icon.svg', drawing);
  await write('icons/icon.png', (await render(drawing, 512)).png);
  await write('icons/icon@2x.png', (await render(drawing, 1024)).png);
  for (const size of [16, 32, 48, 64, 128, 256, 512]) {
    await write(`icons/linux/${size}x${size}.png`, (await render(drawing, size)).png);
  }
  const sizes = [];
  for (const size of [16, 20, 24, 32, 40, 48, 64, 256]) sizes.push(await render(drawing, size));
  await write('icons/icon.ico', ico(sizes));

  // macOS leaves a tenth free around the tile.
  const types = { ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512 };
  const images = [];
  for (const [type, size] of Object.entries({ ...types, ic10: 1024 })) {
    images.push([type, await render(appIcon(0.098), size)]);
  }
  await write('icons/icon.icns', icns(images));
}

const browser = await openBrowser();
try {
  const render = await renderer(browser);
  await makeTrayIcons(render);
  await makeAppIcons(render);
} finally {
  await browser.close();
}
