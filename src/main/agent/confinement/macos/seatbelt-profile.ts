import type { PlaceTable } from '../../places/place-table.ts';

export interface SeatbeltOptions {
  /** What may be read and changed where; its places lie at their own paths. */
  table: PlaceTable;
  network: 'open' | 'listed' | 'none';
}

/** Services that would act for a program outside, or hold the person's keys. */
const closedServices = [
  'com.apple.SecurityServer',
  'com.apple.securityd.xpc',
  'com.apple.secd',
  'com.apple.coreservices.launchservicesd',
  'com.apple.coreservices.appleevents',
  'com.apple.pasteboard.1',
  'com.apple.tccd',
  'com.apple.windowserver.active',
];

/** Devices that keep nothing. */
const harmlessDevices = ['null', 'zero', 'random', 'urandom', 'tty', 'dtracehelper'];

/**
 * The profile of `sandbox-exec` for a table of places. Of two rules the later counts, so deeper
 * places come later. A name that must not come to be there is refused whether it is there or not.
 */
export function seatbeltProfile({ table, network }: SeatbeltOptions): string {
  const places = table.places.flatMap(({ path, access }) => {
    const filter = `(subpath ${quoted(path)})`;
    switch (access) {
      case 'write':
        return [`(allow file-read* file-write* ${filter})`];
      case 'read':
        return [`(allow file-read* ${filter})`, `(deny file-write* ${filter})`];
      case 'none':
        return [`(deny file-read* file-write* ${filter})`];
    }
  });
  const pinned = new Set(table.places.flatMap(wayTo));
  return [
    '(version 1)',
    '(allow default)',
    // What is started can be signalled and looked at by what started it, and by nobody else.
    '(deny signal)',
    '(allow signal (target same-sandbox))',
    '(deny process-info* (target others))',
    '(allow process-info* (target same-sandbox))',
    '(deny mach-priv* system-privilege job-creation appleevent-send lsopen)',
    `(deny mach-lookup ${closedServices.map((name) => `(global-name "${name}")`).join(' ')})`,
    '(deny file-write*)',
    `(allow file-write* ${harmlessDevices.map((name) => `(literal "/dev/${name}")`).join(' ')})`,
    ...places,
    ...[...pinned].map((folder) => `(deny file-write-unlink (literal ${quoted(folder)}))`),
    // Sockets with a file, on which services of the person listen.
    '(deny network-outbound (remote unix-socket))',
    ...table.places
      .filter(({ access }) => access === 'write')
      .map(({ path }) => `(allow network-outbound (remote unix-socket (subpath ${quoted(path)})))`),
    '(allow network-outbound (literal "/private/var/run/mDNSResponder"))',
    // A proxy on this computer leads to what is listed.
    ...(network !== 'open'
      ? ['(deny network*)', '(allow network* (local ip "localhost:*") (remote ip "localhost:*"))']
      : []),
    '',
  ].join('\n');
}

/** The folders between a place and the one it counts in, itself not included. */
function wayTo({ path, pinnedFrom }: PlaceTable['places'][number]): string[] {
  if (pinnedFrom === undefined || !path.startsWith(`${pinnedFrom}/`)) return [];
  const parts = path.slice(pinnedFrom.length + 1).split('/');
  return parts.map((_, index) => `${pinnedFrom}/${parts.slice(0, index + 1).join('/')}`);
}

/** As a string of the profile's language. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', String.raw`\"`)}"`;
}
