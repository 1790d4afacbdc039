/** What can be seen on the screen of an X display, and waiting for it. */
import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** The environment in which a program reaches the display. */
export type Environment = Record<string, string>;

/** A rectangle on the screen, in pixels from its top left corner. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The size of the screen. */
export const screen = { width: 1024, height: 768 };
/** The height of the panel, which lies at the top of the screen and is as wide. */
export const panelHeight = 30;
const waitMs = 15_000;

/** The pixels of the panel, three bytes each, row by row. */
export async function panelPixels(env: Environment): Promise<Buffer> {
  const crop = `${screen.width}x${panelHeight}+0+0`;
  const { stdout } = await execute(
    'import',
    ['-window', 'root', '-crop', crop, '-depth', '8', 'rgb:-'],
    { env, encoding: 'buffer', maxBuffer: 1 << 24 },
  );
  return stdout;
}

/** The boxes in which two pictures of the panel differ; what is closer than 5 px is one. */
export function differences(before: Buffer, after: Buffer): Box[] {
  const boxes: Box[] = [];
  for (let x = 0; x < screen.width; x++) {
    const rows = [...Array(panelHeight).keys()].filter((y) => {
      const at = (y * screen.width + x) * 3;
      return [0, 1, 2].some((i) => Math.abs((before[at + i] ?? 0) - (after[at + i] ?? 0)) > 24);
    });
    const [top, bottom] = [rows[0], rows.at(-1)];
    if (top === undefined || bottom === undefined) continue;
    const last = boxes.at(-1);
    if (last && x - (last.x + last.width) < 5) {
      const end = Math.max(last.y + last.height, bottom + 1);
      last.y = Math.min(last.y, top);
      last.height = end - last.y;
      last.width = x + 1 - last.x;
    } else {
      boxes.push({ x, y: top, width: 1, height: bottom + 1 - top });
    }
  }
  return boxes.filter((box) => box.width > 4 && box.height > 4);
}

/** The top-level windows that are shown, by X id. */
export async function visibleWindows(env: Environment): Promise<Map<string, Box>> {
  const windows = new Map<string, Box>();
  const children = await output(env, 'xwininfo', '-root', '-children');
  for (const [, id] of children.matchAll(/^ {5}(0x[0-9a-f]+)/gm)) {
    if (id === undefined) continue;
    // A window that is gone by now gives nothing, and so is not in the list.
    const about = await output(env, 'xwininfo', '-id', id, '-stats');
    const number = (label: string) => Number(new RegExp(`${label}: +(-?\\d+)`).exec(about)?.[1]);
    if (!about.includes('Map State: IsViewable')) continue;
    windows.set(id, {
      x: number('Absolute upper-left X'),
      y: number('Absolute upper-left Y'),
      width: number('Width'),
      height: number('Height'),
    });
  }
  return windows;
}

/** What the command prints, or nothing when it fails: the callers ask again until it succeeds. */
export async function output(env: Environment, command: string, ...args: string[]) {
  try {
    return (await execute(command, args, { env })).stdout;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw error;
    return '';
  }
}

/** Asks every 50 ms until the answer is neither empty nor false, and gives it; throws after 15 s. */
export async function until<T>(what: string, check: () => Promise<T | undefined | false | ''>) {
  const deadline = performance.now() + waitMs;
  while (performance.now() < deadline) {
    const value = await check();
    if (value !== undefined && value !== false && value !== '') return value;
    await delay(50);
  }
  throw new Error(`The desktop session waited ${waitMs / 1000} s for ${what} in vain.`);
}

/** Waits until `read` gives the same value twice in a row. */
export async function stable<T>(what: string, read: () => Promise<T | undefined>): Promise<T> {
  let previous: string | undefined;
  return until(what, async () => {
    const value = await read();
    const current = value && JSON.stringify(value);
    const same = current !== undefined && current === previous;
    previous = current;
    return same ? value : undefined;
  });
}
