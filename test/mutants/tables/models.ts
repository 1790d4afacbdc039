import type { MutantTable } from '../mutant.ts';

const ableModel = 'src/main/agent/able-model.ts';
const answerText = 'src/main/agent/answer-text.ts';
const createAgent = 'src/main/agent/create-agent.ts';
const dialect = 'src/main/model/chat-dialect.ts';
const assembler = 'src/main/model/reply-assembler.ts';
const ollama = 'src/main/model/ollama-context.ts';
const proxy = 'src/main/model/proxy.ts';
const pairs = 'src/main/server/paired-calls.ts';
const ableTest = 'test/http/able-model.test.ts';
const extrasTest = 'test/http/service-extras.test.ts';
const jsonTest = 'test/http/json-answers.test.ts';
const ollamaTest = 'test/http/ollama-context.test.ts';
const proxyTest = 'test/unit/model/proxy.test.ts';
const thinkTest = 'test/unit/model/upstream-stream.test.ts';
const historyTest = 'test/http/chat-request.test.ts';

/** docs/models.md: what models and their services are like, and how an answer comes about all the same. */
export const modelMutants: MutantTable = {
  section: 'Models as they are',
  mutants: [
    {
      promise: 'a model whose service takes no tools answers without them',
      file: ableModel,
      find: "if (kind === 'no_tools' && tools && promptWithoutTools) tools = false;\n          else if",
      replace: 'if',
      test: ableTest,
      name: 'answers without them, and knows that it cannot act',
    },
    {
      promise: 'it knows that it cannot act',
      file: createAgent,
      find: '() => prompt([], true)',
      replace: '() => prompt(tools, false)',
      test: ableTest,
      name: 'answers without them, and knows that it cannot act',
    },
    {
      promise: "a client's own tools are never left out",
      file: createAgent,
      find: 'request.clientTools.length > 0 ? undefined : () =>',
      replace: '() =>',
      test: ableTest,
      name: 'is an error that says so for a client',
    },
    {
      promise: 'a picture that a tool brought is left out where the model reads none',
      file: ableModel,
      find: "else if (kind === 'no_pictures' && pictures && !asked.some(hasPicture)) pictures = false;",
      replace: '',
      test: ableTest,
      name: 'is told that it cannot see what a tool brought',
    },
    {
      promise: 'a picture that was just sent is an error',
      file: ableModel,
      find: ' && !asked.some(hasPicture)',
      replace: '',
      test: ableTest,
      name: 'is an error for a picture that was just sent',
    },
    {
      promise: 'a picture further back is left out',
      file: ableModel,
      find: "messages.slice(messages.findLastIndex(({ role }) => role === 'assistant') + 1)",
      replace: 'messages',
      test: ableTest,
      name: 'goes on after a picture further back',
    },
    {
      promise: 'a service gets back the reasoning that led to its calls',
      file: assembler,
      find: "this.#reasoningField = 'reasoning_content';",
      replace: '',
      test: extrasTest,
      name: 'the reasoning that led to them',
    },
    {
      promise: 'a service gets back the signatures of its calls',
      file: dialect,
      find: '    ...own?.calls[call.id],\n',
      replace: '',
      test: extrasTest,
      name: 'their signatures',
    },
    {
      promise: 'a service gets back whole blocks of reasoning details',
      file: assembler,
      find: "if (!grows || last?.['type'] !== type || last['index'] !== index) {",
      replace: 'if (grows !== undefined) {',
      test: extrasTest,
      name: 'the details of its reasoning, as whole blocks',
    },
    {
      promise: 'what a service sent is kept with the turn',
      file: 'src/main/store/turn-statements.ts',
      find: 'messages: JSON.stringify(turn.messages),',
      replace:
        "messages: JSON.stringify(turn.messages, (key, value: unknown) => (key === 'serviceExtras' ? undefined : value)),",
      test: extrasTest,
      name: 'all of it in later turns',
      build: true,
    },
    {
      promise: 'what a service sent goes to no other',
      file: dialect,
      find: 'serviceExtras?.from === self ? serviceExtras : undefined',
      replace: 'serviceExtras',
      test: extrasTest,
      name: 'goes to no other',
    },
    {
      promise: 'it is left out where the service does not want it back',
      file: dialect,
      find: "return { ...dialect, reasoning: 'never' };",
      replace: 'return undefined;',
      test: extrasTest,
      name: 'is left out from then on',
    },
    {
      promise: 'a placeholder stands for reasoning that nobody knows',
      file: dialect,
      find: "if (/missing|passed back/i.test(said)) return { ...dialect, reasoning: 'always' };",
      replace: '',
      test: extrasTest,
      name: 'a placeholder for the reasoning',
    },
    {
      promise: 'a placeholder stands for a signature that nobody knows',
      file: dialect,
      find: 'return { ...dialect, fillSignatures: true };',
      replace: 'return undefined;',
      test: extrasTest,
      name: 'a placeholder for the signature',
    },
    {
      promise: 'thinking in tags is told from the answer',
      file: assembler,
      find: "if (typeof content === 'string') this.#content.add(content);",
      replace: "if (typeof content === 'string') this.#addText(content);",
      test: thinkTest,
      name: 'thinking that stands in the text is told from the answer',
    },
    {
      promise: 'what is said before a tool is used is no part of a JSON answer',
      file: answerText,
      find: "callsTools ? 'reasoning.delta' : 'text.delta'",
      replace: "'text.delta'",
      test: jsonTest,
      name: 'is no part of a JSON answer',
    },
    {
      promise: 'a JSON answer comes piece by piece',
      file: answerText,
      find: 'isJson = true;',
      replace: 'return;',
      test: jsonTest,
      name: 'comes piece by piece, as any other',
    },
    {
      promise: 'an answer that is no JSON is passed on all the same',
      file: answerText,
      find: "if (held !== '')",
      replace: "if (held !== '' && callsTools)",
      test: jsonTest,
      name: 'is something else',
    },
    {
      promise: 'a JSON answer that breaks off keeps what had come',
      file: 'src/main/agent/call-model.ts',
      find: '    text.end(false);\n',
      replace: '',
      test: jsonTest,
      name: 'that breaks off keeps what had come',
    },
    {
      promise: 'a JSON answer holds no lines about tools',
      file: 'src/main/server/routes/chat-completions/route.ts',
      find: "toolActivity === 'content' && asksForJson(agentRequest.parameters)",
      replace: "toolActivity === 'content' && !asksForJson(agentRequest.parameters)",
      test: jsonTest,
      name: 'holds no lines about tools',
    },
    {
      promise: "a request that exceeds Ollama's context is refused",
      file: ollama,
      find: "if (typeof inForce === 'number' && needed > inForce) {",
      replace: 'if (needed === 0) {',
      test: ollamaTest,
      name: 'is an error that says what to do',
    },
    {
      promise: "a raised context of Ollama's is seen at once",
      file: ollama,
      find: 'if (inForce !== null) {',
      replace: 'if (inForce === undefined) {',
      test: ollamaTest,
      name: 'may be raised meanwhile',
    },
    {
      promise: "Ollama's context is the model's where it is smaller",
      file: ollama,
      find: 'Math.min(model.contextWindow, inForce ?? Number.POSITIVE_INFINITY)',
      replace: 'model.contextWindow',
      test: ollamaTest,
      name: 'is asked for before each call',
    },
    {
      promise: 'pictures are not counted as text',
      file: ollama,
      find: "if (part.type === 'text') characters += part.text.length;",
      replace: 'characters += JSON.stringify(part).length;',
      test: ollamaTest,
      name: 'counts no pictures',
    },
    {
      promise: 'a model that does not load in time hinders nothing',
      file: ollama,
      find: 'AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])',
      replace: 'AbortSignal.any([signal, AbortSignal.timeout(patienceMs * 1000)])',
      test: ollamaTest,
      name: 'a model does not load in time',
    },
    {
      promise: 'services on this computer are asked past the proxy',
      file: proxy,
      find: 'if (isLoopback(origin)) return undefined;',
      replace: '',
      test: proxyTest,
      name: 'a service on this computer is asked straight',
    },
    {
      promise: 'a proxy that cannot be reached is named',
      file: 'src/main/model/http-exchange.ts',
      find: 'proxy && isUnreachable(thrown) ? new ProxyError(proxy.name, thrown) : thrown',
      replace: 'thrown',
      test: proxyTest,
      name: 'a proxy that wants a password, or cannot be reached',
    },
    {
      promise: 'the password of a proxy is not told',
      file: proxy,
      find: 'return new URL(address).host;',
      replace: 'return new URL(address).href;',
      test: proxyTest,
      name: 'a proxy that wants a password, or cannot be reached',
    },
    {
      promise: 'an output whose call was cut off is left out',
      file: pairs,
      find: 'else orphans.push(message);',
      replace: 'else heads.push({ message });',
      test: historyTest,
      name: 'an output whose call was cut off',
    },
    {
      promise: 'a call that was never answered gets an output that says so',
      file: pairs,
      find: "outputs?.get(id) ?? { role: 'tool' as const, tool_call_id: id, content: noOutput }",
      replace: "outputs?.get(id) ?? { role: 'tool' as const, tool_call_id: id, content: '' }",
      test: historyTest,
      name: 'a call that was never answered',
    },
    {
      promise: 'an answer to no call is refused',
      file: 'src/main/server/routes/chat-completions/messages.ts',
      find: 'if (last) {',
      replace: 'if (last && orphans.length > 99) {',
      test: historyTest,
      name: 'refuse a last message that answers nothing',
    },
  ],
};
