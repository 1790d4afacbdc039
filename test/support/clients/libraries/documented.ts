import type { ConnectableClient } from '../../../../src/shared/clients/client.ts';
import { fillIn } from '../../../../src/shared/clients/connection.ts';
import type { Place } from './client.ts';

/**
 * A snippet of a client's guide, as a person with this host would copy it.
 * @throws {Error} where the client has no snippet of this title
 */
export function asDocumented(
  { name, snippets = [] }: ConnectableClient,
  title: string,
  { base, key }: Place,
): string {
  const found = snippets.find((snippet) => snippet.title === title);
  if (!found) throw new Error(`${name} has no snippet ${title}`);
  return fillIn(found.text, { baseUrl: base, model: 'hermes-agent', contextWindow: 128_000 }, key);
}

/** The object that clients are asked for, for those that want its schema. */
export const weatherSchema = {
  type: 'object',
  properties: { city: { type: 'string' }, degrees: { type: 'integer' } },
  required: ['city', 'degrees'],
  additionalProperties: false,
};
