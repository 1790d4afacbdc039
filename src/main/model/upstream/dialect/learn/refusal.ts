import type { ErrorDetail } from '../../errors/error-detail.ts';
import type { Trouble } from '../../errors/trouble.ts';

/** What a service said when it would not take a request. */
export interface Refusal {
  status: number;
  /** All it said, on several lines: messages, names of parameters, places. */
  text: string;
  /** The request's field at fault, where it was named: `temperature`, `tools[3].function.name`. */
  param: string | undefined;
  code: string | undefined;
}

/** Statuses by which services say that a request is not as it should be; 500 is llama.cpp's, and that of proxies. */
const refusals: ReadonlySet<number> = new Set([400, 404, 405, 406, 413, 415, 422, 500, 501]);

/** The refusal in what went wrong; undefined where it was something else. */
export function refusalIn(trouble: Trouble | undefined): Refusal | undefined {
  if (trouble?.kind === 'refused') return asRefusal(trouble.status, trouble.detail);
  if (trouble?.kind === 'reported') return asRefusal(trouble.detail.status ?? 400, trouble.detail);
  return undefined;
}

function asRefusal(status: number, detail: ErrorDetail): Refusal | undefined {
  if (!refusals.has(status)) return undefined;
  const { message, said = message, param, code } = detail;
  return { status, text: said, param, code };
}

/**
 * Whether two refusals say the same, so that what was done about the first was of no use. Ids of
 * requests and the like do not count.
 */
export function sameRefusal(a: Refusal, b: Refusal): boolean {
  return a.status === b.status && essence(a.text) === essence(b.text);
}

function essence(text: string): string {
  return text.replaceAll(/[\w-]{8,}/g, (word) => (/\d/.test(word) ? '' : word)).toLowerCase();
}
