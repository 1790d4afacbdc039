import { describe, expect, it } from 'vitest';
import { contents } from './real-refusals/contents.ts';
import {
  assistant,
  callId,
  calls,
  look,
  openAi,
  output,
  user,
} from './real-refusals/conversation-row.ts';
import { parts } from './real-refusals/parts.ts';
import { roles } from './real-refusals/roles.ts';
import { askStrict } from './strict-service.ts';

const rows = [...roles, ...contents, ...parts];

/** All that is said in a conversation, by whoever. */
function wordsOf(messages: readonly unknown[]): string {
  return JSON.stringify(messages);
}

describe('a conversation that a service does not take as it is', () => {
  it.each(rows)(
    'is reshaped: $service',
    async ({ messages, wrong, status = 400, said = openAi, tools = [] }) => {
      const { text, sent } = await askStrict(
        (body) => {
          const fault = wrong(body.messages, body);
          return fault === undefined ? undefined : [status, said(fault)];
        },
        { messages, tools },
      );
      expect(text).toBe('answered');
      expect(wrong(sent[0]!.messages, sent[0]!)).toBeDefined();
      // Nothing that was said is lost.
      const told = wordsOf(sent.at(-1)!.messages);
      for (const word of [
        'one',
        'two',
        'Be brief.',
        'blue',
        'look',
        'Sum it up.',
        'It began',
        'base64',
      ]) {
        if (wordsOf(messages).includes(word)) expect(told).toContain(word);
      }
      expect(sent.at(-1)!['tools']).toEqual(tools.length > 0 ? tools : undefined);
      expect(sent.length).toBeLessThanOrEqual(4);
    },
  );
});

describe('ids that are made short', () => {
  it('are the same each time, and another for each call', async () => {
    const twice = [user('one'), calls, output, assistant('Blue.'), user('and?'), calls, output];
    const ask = (): ReturnType<typeof askStrict> =>
      askStrict(
        (body) =>
          wordsOf(body.messages).includes(callId)
            ? [
                400,
                openAi(`Tool call id was ${callId} but must be a-z, A-Z, 0-9, with a length of 9.`),
              ]
            : undefined,
        { messages: twice, tools: [look] },
      );
    const [first, second] = [await ask(), await ask()];
    expect(first.sent.at(-1)).toEqual(second.sent.at(-1));
    const { messages } = first.sent.at(-1)!;
    const made = messages.flatMap((message) =>
      ((message['tool_calls'] ?? []) as { id: string }[]).map(({ id }) => id),
    );
    const answered = messages.flatMap(({ tool_call_id: id }) => (id ? [id] : []));
    expect(answered).toEqual(made);
    expect(new Set(made).size).toBe(2);
  });
});

describe('a guess', () => {
  const texts = user([{ type: 'text', text: 'one' }]);
  const refusal = 'messages: the content of each must be a string';

  it('after which the service says the same again is dropped for the next', async () => {
    const { sent, notices } = await askStrict(
      (body) =>
        JSON.stringify(body).includes('"type":"text"') ? [400, openAi(refusal)] : undefined,
      { messages: [texts, calls, output], tools: [look] },
    );
    expect(notices).toEqual([
      'Testers did not take the request as it was: texts are sent as plain strings from now on',
    ]);
    // What the dropped guess had changed is as it was.
    expect(sent.at(-1)!.messages[1]!['content']).toBeNull();
  });

  it('changes no more than it must: null becomes an empty text, and no word', async () => {
    const { sent } = await askStrict(
      ({ messages }) =>
        messages.some(({ content }) => content === null)
          ? [400, openAi('content must not be null')]
          : undefined,
      { messages: [user('one'), calls, output], tools: [look] },
    );
    expect(sent.at(-1)!.messages[1]!['content']).toBe('');
  });
});
