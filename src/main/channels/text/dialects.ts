import type { Platform } from '../channel.ts';
import type { Block } from './document.ts';
import { layOut, type Style } from './layout.ts';

/** A platform's way of writing. */
export interface Dialect {
  /** In the platform's markup. */
  markup(blocks: readonly Block[]): string;
  /** Without any markup, for a platform that could not read ours; addresses stand behind their links. */
  plain(blocks: readonly Block[]): string;
  /** What the platform holds against its limit, in UTF-16 units. */
  length(blocks: readonly Block[]): number;
}

const asItIs = (text: string): string => text;

/** What people see where markup is understood. */
const visible: Style = {
  text: asItIs,
  code: asItIs,
  fence: (value) => `${value}\n`,
  strong: asItIs,
  emphasis: asItIs,
  strike: asItIs,
  link: asItIs,
  heading: asItIs,
  boldHeadings: false,
  quote: '',
  rule: '──────────',
  bullet: (number, checked) => {
    if (checked !== undefined) return checked ? '☑ ' : '☐ ';
    return number === undefined ? '• ' : `${number}. `;
  },
};

const plain: Style = {
  ...visible,
  fence: asItIs,
  link: withAddress,
  quote: '> ',
};

/** MarkdownV2: every character that has a meaning is escaped, also where it has none. */
const telegram: Style = {
  ...visible,
  text: escapeTelegram,
  code: (value) => `\`${escapeTelegramCode(value)}\``,
  fence: (value, language) => `\`\`\`${language}\n${escapeTelegramCode(value)}\n\`\`\``,
  strong: (inner) => `*${inner}*`,
  emphasis: (inner) => `_${inner}_`,
  strike: (inner) => `~${inner}~`,
  link: (inner, url) => `[${inner}](${url.replaceAll(/[)\\]/g, String.raw`\$&`)})`,
  heading: (inner) => `*${inner}*`,
  boldHeadings: true,
  quote: '>',
  bullet: (number, checked) => escapeTelegram(visible.bullet(number, checked)),
};

const discord: Style = {
  ...visible,
  text: escapeDiscord,
  // A run of backticks in it is enclosed by a longer one.
  code: (value) => (value.includes('`') ? `\`\` ${brokenFences(value)} \`\`` : `\`${value}\``),
  fence: (value, language) => `\`\`\`${language}\n${brokenFences(value)}\n\`\`\``,
  strong: (inner) => `**${inner}**`,
  emphasis: (inner) => `*${inner}*`,
  strike: (inner) => `~~${inner}~~`,
  link: (inner, url) => `[${inner}](${encoded(url)})`,
  heading: (inner, depth) => (depth > 3 ? `**${inner}**` : `${'#'.repeat(depth)} ${inner}`),
  boldHeadings: true,
  quote: '> ',
  bullet: (number, checked) =>
    number === undefined && checked === undefined ? '- ' : visible.bullet(number, checked),
};

/** mrkdwn: nothing but `&`, `<` and `>` can be escaped. */
const slack: Style = {
  ...visible,
  text: escapeSlack,
  code: (value) => `\`${escapeSlack(value).replaceAll('`', 'ˋ')}\``,
  fence: (value) => `\`\`\`\n${brokenFences(escapeSlack(value))}\n\`\`\``,
  strong: (inner) => `*${inner}*`,
  emphasis: (inner) => `_${inner}_`,
  strike: (inner) => `~${inner}~`,
  link: (inner, url) => `<${escapeSlack(encoded(url)).replaceAll('|', '%7C')}|${inner}>`,
  heading: (inner) => `*${inner}*`,
  boldHeadings: true,
  quote: '> ',
};

const whatsapp: Style = {
  ...slack,
  text: asItIs,
  code: (value) => `\`${value.replaceAll('`', 'ˋ')}\``,
  fence: (value) => `\`\`\`\n${brokenFences(value)}\n\`\`\``,
  link: withAddress,
};

/** How a platform writes. Telegram's limit counts what is shown, the others' what is sent. */
export function dialectOf(platform: Platform): Dialect {
  const style = { telegram, discord, slack, whatsapp }[platform];
  const counted = platform === 'telegram' ? visible : style;
  return {
    markup: (blocks) => layOut(blocks, style),
    plain: (blocks) => layOut(blocks, plain),
    length: (blocks) => layOut(blocks, counted).length,
  };
}

function withAddress(inner: string, url: string): string {
  return `${inner} (${url})`;
}

function escapeTelegram(value: string): string {
  return value.replaceAll(/[_*[\]()~`>#+\-=|{}.!\\]/g, String.raw`\$&`);
}

function escapeTelegramCode(value: string): string {
  return value.replaceAll(/[`\\]/g, String.raw`\$&`);
}

/** Addresses stay as they are: Discord would show a backslash in them, and not find them. */
function escapeDiscord(value: string): string {
  return value
    .split(/(https?:\/\/[^\s<>]+)/)
    .map((piece, index) =>
      index % 2 === 1
        ? piece
        : piece
            .replaceAll(/[\\*_~`|[\]<]/g, String.raw`\$&`)
            .replaceAll(/^(\s*)([#>+-])/gm, String.raw`$1\$2`)
            .replaceAll(/^(\s*\d+)\./gm, String.raw`$1\.`),
    )
    .join('');
}

function escapeSlack(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Three backticks would end a code block, so there is a space of no width between them. */
function brokenFences(value: string): string {
  return value.replaceAll(/``(?=`)/g, '``\u200B');
}

/** An address without what would end a link. */
function encoded(url: string): string {
  return url.replaceAll(
    /[\s()<>]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
