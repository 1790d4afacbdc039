import type { Body } from '../body.ts';
import type { Fact } from '../fact.ts';
import { apiLessons } from './learn-api.ts';
import { fieldLessons } from './learn-fields.ts';
import { messageFieldLessons, shapeLessons } from './learn-shapes.ts';
import { toolLessons } from './learn-tools.ts';
import type { Refusal } from './refusal.ts';

/**
 * What may be done about a refusal, the likeliest first: facts to go by from now on. None where it
 * cannot be understood. Decided by what it names of what was sent, and by the words around it, never
 * by who said it.
 * @param body as it was sent
 */
export function lessonsOf(refusal: Refusal, body: Body): readonly (readonly Fact[])[] {
  const fields = fieldLessons(refusal, body);
  const conversation = [...messageFieldLessons(refusal, body), ...shapeLessons(refusal, body)];
  const inMessage = /\bmessages?\W{0,3}\d|\bmessages\b/i.test(`${refusal.param}\n${refusal.text}`);
  return [
    ...apiLessons(refusal, body),
    ...(inMessage ? [...conversation, ...fields] : [...fields, ...conversation]),
    ...toolLessons(refusal, body),
    ...streaming(refusal, body),
  ];
}

function streaming({ text, status }: Refusal, body: Body): Fact[][] {
  const only = /only (?:support|allow|accept)s? (?:the )?stream/i.test(text);
  return body['stream'] === true && status !== 500 && !only && /\bstream/i.test(text)
    ? [[{ kind: 'no_streaming' }]]
    : [];
}
