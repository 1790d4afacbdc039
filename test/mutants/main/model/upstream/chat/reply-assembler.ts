import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Loop: upstream trouble': [
    {
      promise: 'nothing is retried after a delta of reasoning',
      find: "return this.#text !== '' || this.#reasoning !== '';",
      replace: "return this.#text !== '';",
      test: 'test/unit/model/upstream-broken-streams.test.ts',
      name: 'reasoning counts as a piece',
    },
    {
      promise: 'the text of the call without streaming is emitted',
      find: 'choice.delta ?? choice.message',
      replace: 'choice.delta',
      test: 'test/unit/model/upstream-broken-streams.test.ts',
      name: 'a service that cannot stream is asked for the whole answer',
    },
    {
      promise: 'a stream that ends in the middle without a word is a failure, no answer',
      find: "if (!this.#ended) throw brokenReply('it stopped in the middle of its answer');",
      replace: '',
      test: 'test/unit/model/upstream-broken-streams.test.ts',
      name: 'the stream ends without a word',
    },
    {
      promise: 'empty choices are survived',
      find: 'if (choice) {',
      replace: 'if (chunk.choices) {',
      test: 'test/unit/model/upstream-stream.test.ts',
      name: 'malformed chunks, empty choices and comments are survived',
    },
    {
      promise: 'a missing usage is survived by the model',
      find: 'if (chunk.usage) this.#usage = usageOf(chunk.usage);',
      replace: 'this.#usage = usageOf(chunk.usage!);',
      test: 'test/unit/model/upstream-stream.test.ts',
      name: 'a missing [DONE] and a missing usage are survived',
    },
    {
      promise: 'a missing [DONE] is survived',
      find: 'if (!this.finished) {',
      replace: 'if (!this.#ended) {',
      test: 'test/unit/model/upstream-stream.test.ts',
      name: 'a missing [DONE] and a missing usage are survived',
    },
  ],
  'Models as they are': [
    {
      promise: 'a service gets back the reasoning that led to its calls',
      find: 'if (isText(message[field])) this.#reasoningField = field;',
      replace: '',
      test: 'test/http/service-extras.test.ts',
      name: 'the reasoning that led to them',
    },
    {
      promise: 'a service gets back whole blocks of reasoning details',
      find: "if (!grows || last?.['type'] !== type || last['index'] !== index) {",
      replace: 'if (grows !== undefined) {',
      test: 'test/http/service-extras.test.ts',
      name: 'the details of its reasoning, as whole blocks',
    },
    {
      promise: 'thinking in tags is told from the answer',
      find: "if (typeof content === 'string') this.#content.add(content);",
      replace: "if (typeof content === 'string') this.#addText(content);",
      test: 'test/unit/model/upstream-stream.test.ts',
      name: 'thinking that stands in the text is told from the answer',
    },
  ],
  'Faults: upstream': [
    {
      promise: 'nothing but garbage is no success',
      find: 'if (!this.begun && toolCalls.length === 0) throw',
      replace: 'if (this.begun && toolCalls.length === 0) throw',
      also: [
        {
          file: 'src/main/model/upstream/chat/reply-assembler.ts',
          find: 'if (!this.#ended) throw',
          replace: 'if (this.#ended) throw',
        },
      ],
      test: 'test/http/faults/upstream.test.ts',
      name: 'sends nothing but garbage is an honest failure',
    },
  ],
};
