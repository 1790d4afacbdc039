import { lstatSync } from 'node:fs';
import path from 'node:path';
import { isUnder, type Place, type PlaceTable } from '../places/place-table.ts';

/** What a refusal is read against. */
export interface RefusalContext {
  table: PlaceTable;
  /** Where the program ran; absolute. */
  cwd: string;
  home: string;
}

/** Refusals named at most. */
const mostNamed = 5;
/** Of an output, what is looked through: its end, in characters. */
const lookedThrough = 20_000;

/** What the system says when something may only be read, in the languages it speaks most. */
const readOnly =
  /read-only file ?system|EROFS|nur lesbar|lecture seule|s[oó]lo lectura|sola lettura|somente leitura|alleen-lezen|読み(込み|取り)専用|只读/i;
/** What it says of a place that is mounted, and so can be neither moved nor removed nor replaced. */
const busy =
  /device or resource busy|EBUSY|invalid cross-device link|EXDEV|ressource (est )?(occupé|belegt)|dispositivo o recurso ocupado|设备或资源忙/i;
/** What it says of something that is not there. */
const missing =
  /no such file or directory|cannot open|can't open|cannot connect|could not (open|read|connect)|ENOENT|ECONNREFUSED|EACCES|permission denied|datei oder verzeichnis nicht gefunden|aucun fichier|no existe|没有那个文件/i;

/** "bash: line 1: /etc/x: …", as programs begin when they complain. */
const complaint = /^[\w./+-]+: /;

/** Programs that cannot gain rights. */
const wantsRights = /no new privileges|must be setuid root|effective uid is not 0/i;
const wantsSshKey = /permission denied \(publickey|host key verification failed/i;

/**
 * What the wall refused, in plain words, as the program's own complaints show it: a complaint counts
 * only when it names a path that the wall treats so.
 * @param failed whether the program said by its exit code that it failed
 */
export function refusalsIn(output: string, failed: boolean, context: RefusalContext): string[] {
  const found = new Set<string>();
  for (const line of output.slice(-lookedThrough).split('\n')) {
    // A program that did not fail may show what others once complained of.
    if (!failed && !complaint.test(line)) continue;
    const refusal = refusalIn(line, context);
    if (refusal !== undefined) found.add(refusal);
    if (found.size >= mostNamed) break;
  }
  return [...found];
}

function refusalIn(line: string, context: RefusalContext): string | undefined {
  if (wantsRights.test(line)) return 'The wall lets no program gain rights, as sudo and su do.';
  if (wantsSshKey.test(line)) {
    return 'Inside the wall there are no ssh keys, no known hosts and no ssh agent.';
  }
  const cannotWrite = readOnly.test(line);
  const cannotMove = busy.test(line);
  const notThere = missing.test(line);
  if (!cannotWrite && !cannotMove && !notThere) return undefined;
  for (const file of pathsIn(line, context)) {
    const shown = shorten(file, context.home);
    const place = context.table.find(file);
    if (place.access === 'none' && (cannotWrite || (notThere && isThere(file)))) {
      return `The wall does not show ${shown}: ${place.why}.`;
    }
    if (cannotWrite && place.access === 'read') {
      return `The wall does not let this write ${shown}: ${place.why}.`;
    }
    if (cannotMove && place.access === 'read') {
      return `The wall does not let this change, move or remove ${shown}: ${place.why}.`;
    }
    if (cannotMove && isPinned(file, context.table)) {
      return `The wall does not let this move or remove ${shown}: something in it must stay where it is.`;
    }
  }
  return undefined;
}

/** The paths a line names, as absolute ones. */
function pathsIn(line: string, { cwd, home }: RefusalContext): string[] {
  const quoted = [...line.matchAll(/["'`‘“«]([^"'`’”»]+)["'`’”»]/g)].map(([, text]) => text!);
  const words = line
    .split(/\s+|(?<=[\w/]):(?=\s|$)|=|(?<=unix):\/\//)
    .map((word) => word.replace(/^[([{<"'‘“]+|[)\]}>"'’”,;:.!?]+$/g, ''));
  return (
    [...words, ...quoted]
      .filter((text) => text !== '' && text.length < 4_096 && !/^\w+:\/\//.test(text))
      .filter((text) => text.includes('/') || text.startsWith('.') || text.startsWith('~'))
      .map((text) => path.resolve(cwd, text.replace(/^~(?=\/|$)/, home)))
      // The first is as a rule the program that complains.
      .toReversed()
  );
}

function isPinned(file: string, table: PlaceTable): boolean {
  return table.places.some(
    ({ pinnedFrom, path: inner }: Place) =>
      pinnedFrom !== undefined && isUnder(file, inner) && file !== pinnedFrom,
  );
}

function isThere(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return true;
    throw error;
  }
}

function shorten(file: string, home: string): string {
  return isUnder(home, file) ? `~${file.slice(home.length)}` : file;
}
