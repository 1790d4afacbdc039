import { recogniseClient, type RequestHeaders } from '../../../shared/clients/recognise.ts';

const longestName = 80;

/**
 * Who called, for people: a program's name where it is known, else what it calls itself
 * ("OpenAI/JS 6.49.0", "curl/8.5.0"). Clients may lie: never decide by it.
 */
export function clientName(headers: RequestHeaders): string {
  const { kind, name } = recogniseClient(headers);
  if (kind === 'program') return name;
  const title = single(headers['x-title']);
  const agent = single(headers['user-agent']);
  const page = single(headers['referer']) ?? single(headers['origin']);
  const plain = title ?? (isBrowser(agent) && page ? `Web page ${page}` : firstProduct(agent));
  return plain === undefined ? 'Unknown client' : printable(plain);
}

function isBrowser(agent: string | undefined): boolean {
  return agent?.startsWith('Mozilla/') ?? false;
}

/** `OpenAI/JS 6.49.0 (linux)` up to the parenthesis; of a list of products, the first. */
function firstProduct(agent: string | undefined): string | undefined {
  return /^OpenAI\/\S+ [\d.]+|^[^\s(]+/.exec(agent?.trim() ?? '')?.[0];
}

/** The name stands in the approvals dialog: nothing in it may bend the text around it. */
function printable(name: string): string {
  return name.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '').slice(0, longestName);
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
