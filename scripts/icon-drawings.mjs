/**
 * The drawings behind the icons, as SVG. The mark is an H whose left stem carries a wing: Hermes,
 * on the way. It stands on a grid of 22 units, the size of a tray icon on Linux, with its straight
 * edges on whole units so that they stay sharp there. Under the wing there is room for the state.
 */

const blue = '#2f80ed';
const grey = '#868e99';
const red = '#e5484d';
const teal = '#0f9d8a';
const amber = '#d97706';

const wing = [
  'M10 5.2C6.2 5.2 2.2 4.6 .2 .6 3.4 2.1 6.4 2 10 2Z',
  'M10 9.2C7 9.2 3.6 8.4 1.7 4.9 4.4 6.2 6.9 6 10 6Z',
  'M10 13C7.8 13 5 12.1 3.4 9.1 5.6 10.2 7.6 10 10 10Z',
];
const letter = 'M9 2h3v7h4V2h3v18h-3v-8h-4v8H9Z';
/** While the server can be reached from the network, the right stem is an antenna. */
const antennaLetter = 'M9 2h3v7h4V7h3v13h-3v-8h-4v8H9Z';
const waves = 'M16 4.6A3.4 3.4 0 0 1 19 4.6M14.2 2.2A6 6 0 0 1 20.8 2.2';

const paths = (shapes) => shapes.map((d) => `<path d="${d}"/>`).join('');

const stroke = (d, colour, width) =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;

/** The sign that stands under the wing in each state, and the colour of the mark. */
const states = {
  idle: { colour: blue, sign: () => '' },
  working: {
    colour: blue,
    sign: (paint) =>
      `<path d="M1.5 14.5V21.5L7 18Z" fill="${paint(teal)}" stroke="${paint(teal)}" stroke-linejoin="round"/>`,
  },
  'needs-approval': {
    colour: blue,
    sign: (paint) =>
      stroke('M1.5 15.6C1.7 13.1 6.4 13.1 6.2 15.8 6.1 17.2 4 17.2 4 18.4', paint(amber), 2) +
      `<rect x="3" y="20" width="2" height="2" rx="0.4" fill="${paint(amber)}"/>`,
  },
  error: {
    colour: blue,
    sign: (paint) => stroke('M1.5 15.5 6.5 20.5M6.5 15.5 1.5 20.5', paint(red), 2.4),
  },
  stopped: {
    colour: grey,
    sign: (paint) => `<rect x="1" y="15" width="6" height="6" rx="0.8" fill="${paint(grey)}"/>`,
  },
};

/** The names of the five tray states. */
export const trayStates = Object.keys(states);

/**
 * The tray icon for a state, as an SVG document with a view box of 22 units.
 * @param {string} state one of `trayStates`
 * @param {{network: boolean, template: boolean}} options `network` adds the badge, `template` draws
 *   all in black, as macOS wants it
 */
export function trayIcon(state, { network, template }) {
  const { colour, sign } = states[state];
  const paint = (wanted) => (template ? '#000' : wanted);
  const figure = network
    ? paths([...wing, antennaLetter]) + stroke(waves, paint(colour), 1.5)
    : paths([...wing, letter]);
  // Without colour, the mark of a server that is off is paler.
  const opacity = template && state === 'stopped' ? 0.45 : 1;
  const body = `<g fill="${paint(colour)}" opacity="${opacity}">${figure}</g>${sign(paint)}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22">${body}</svg>`;
}

/**
 * The app's icon, as an SVG document: the mark on a rounded tile.
 * @param {number} margin the free space around the tile, as a part of the whole width
 */
export function appIcon(margin) {
  const side = 1024 * (1 - 2 * margin);
  const scale = side / 1024;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1024 1024">
  <defs>
    <linearGradient id="tile" x1="0" y1="0" x2="0.35" y2="1">
      <stop offset="0" stop-color="#3f9bff"/>
      <stop offset="0.55" stop-color="#2566dd"/>
      <stop offset="1" stop-color="#1b3a9e"/>
    </linearGradient>
    <linearGradient id="letter" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#ffffff"/>
      <stop offset="1" stop-color="#d6e4ff"/>
    </linearGradient>
    <linearGradient id="wing" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="9" y2="8">
      <stop offset="0" stop-color="#fff3c4"/>
      <stop offset="1" stop-color="#ffb62e"/>
    </linearGradient>
  </defs>
  <g transform="translate(${1024 * margin} ${1024 * margin}) scale(${scale})">
    <rect width="1024" height="1024" rx="232" fill="url(#tile)"/>
    <g transform="translate(162 127) scale(35)">
      <g fill="url(#wing)">${paths(wing)}</g>
      <path d="${letter}" fill="url(#letter)"/>
    </g>
  </g>
</svg>
`;
}
