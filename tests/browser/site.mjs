// A built site on disk, and a server for it under its base path.

import { createServer } from 'node:http';
import { readFile, readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.xml': 'application/xml',
};

/** Every file below a folder that ends in `ending`, as paths. */
export async function files(folder, ending) {
  const entries = await readdir(folder, { recursive: true });
  return entries.filter((entry) => entry.endsWith(ending)).map((entry) => join(folder, entry)).sort();
}

/** Serves `folder` under `base` (`/list/`) as GitHub Pages would; returns the address and a way to stop. */
export async function serve(folder, base) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    let file = path.startsWith(base) ? join(folder, path.slice(base.length)) : null;
    if (file && (await stat(file).catch(() => null))?.isDirectory()) file = join(file, 'index.html');
    const bytes = file && (await readFile(file).catch(() => null));
    response.statusCode = bytes ? 200 : 404;
    const type = bytes ? TYPES[extname(file)] ?? 'application/octet-stream' : TYPES['.html'];
    const body = bytes ?? (await readFile(join(folder, '404.html')));
    const isCompressed = /text|xml/.test(type) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    response.setHeader('content-type', type);
    if (isCompressed) response.setHeader('content-encoding', 'gzip');
    response.end(isCompressed ? gzipSync(body) : body);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const address = `http://127.0.0.1:${server.address().port}${base}`;
  return { address, stop: () => server.close() };
}

/** Starts a headless Chromium that asks nothing of the network by itself. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Says what was found, and ends the process: with an error where there are problems. */
export function report(what, problems) {
  console.log(`${what}, ${problems.length} problems`);
  problems.slice(0, 50).forEach((problem) => console.log(problem));
  process.exit(problems.length === 0 ? 0 : 1);
}
