import { z } from 'zod';
import { DocumentError } from './document-error.ts';

/** Of each output of a cell, in characters. */
const longestOutput = 4_000;

/** Lines, with their ends, or all of them in one. */
const lines = z
  .union([z.string(), z.array(z.string())])
  .transform((text) => [text].flat().join(''));
const output = z.looseObject({
  text: lines.optional(),
  data: z.looseObject({ 'text/plain': lines.optional() }).optional(),
  traceback: lines.optional(),
});
const notebook = z.looseObject({
  nbformat: z.number(),
  metadata: z
    .looseObject({ language_info: z.looseObject({ name: z.string() }).optional() })
    .optional(),
  cells: z.array(
    z.looseObject({
      cell_type: z.string(),
      source: lines.default(''),
      outputs: z.array(output).default([]),
    }),
  ),
});

/** A Jupyter notebook (.ipynb): its cells, and below each what it put out. */
export function notebookToText(text: string): string {
  const { cells, metadata } = parse(text);
  const language = metadata?.language_info?.name ?? '';
  return cells
    .map(({ cell_type: kind, source, outputs }, index) => {
      const shown = kind === 'markdown' ? source : fenced(source, kind === 'code' ? language : '');
      const results = outputs.map(outputText).filter((result) => result.trim() !== '');
      return [
        `[Cell ${index + 1}: ${kind}]`,
        shown,
        ...results.map((one) => `Output:\n${fenced(one, '')}`),
      ].join('\n');
    })
    .join('\n\n');
}

function parse(text: string): z.output<typeof notebook> {
  try {
    return notebook.parse(JSON.parse(text));
  } catch (error) {
    throw new DocumentError('it is no Jupyter notebook of version 4', { cause: error });
  }
}

function outputText({ text, data, traceback }: z.output<typeof output>): string {
  const whole = text ?? data?.['text/plain'] ?? traceback ?? '';
  // oxlint-disable-next-line no-control-regex -- colours of a traceback
  const plain = whole.replaceAll(/\x1b\[[\d;]*m/g, '').trimEnd();
  return plain.length > longestOutput ? `${plain.slice(0, longestOutput)}\n[cut]` : plain;
}

function fenced(text: string, language: string): string {
  const fence = text.includes('```') ? '````' : '```';
  return `${fence}${language}\n${text}\n${fence}`;
}
