import type { ComponentChildren } from 'preact';

/** A text in which `**names**` are bold and parts between backticks are code. */
export function RichText({ text }: { text: string }) {
  return <>{text.split(/(\*\*[^*]+\*\*|`[^`]+`)/).map(part)}</>;
}

function part(text: string, index: number): ComponentChildren {
  if (text.startsWith('**')) return <strong key={index}>{text.slice(2, -2)}</strong>;
  if (text.startsWith('`')) return <code key={index}>{text.slice(1, -1)}</code>;
  return text;
}
