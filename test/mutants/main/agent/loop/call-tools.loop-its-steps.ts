import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Loop: its steps': [
    {
      promise: 'arguments are validated',
      find: 'if (parsed.success) return { success: true, data: parsed.data };',
      replace: 'return { success: true, data: json };',
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'arguments that do not fit',
    },
    {
      promise: 'a tool gets its arguments as its schema makes them',
      find: 'data: parsed.data',
      replace: 'data: json',
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'gives a tool its arguments as its schema makes them',
    },
    {
      promise: 'approval is asked where it is needed',
      find: 'if (risks.length > 0) {',
      replace: 'if (risks.length > 1) {',
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'does not run a denied call',
    },
    {
      promise: 'approval is asked only where it is needed',
      find: 'if (risks.length > 0) {',
      replace: 'if (tool) {',
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'asks nobody about a call without risk',
    },
    {
      promise: 'tools of one reply run in parallel',
      find: 'const mostAtOnce = 16;',
      replace: 'const mostAtOnce = 1;',
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'runs at most 16 calls at once',
    },
    {
      promise: 'results are appended in call order',
      find: 'results[index] = await work(item, index);',
      replace: 'results[results.length + 0 * index] = await work(item, index);',
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'runs the calls of one reply in parallel and answers them in call order',
    },
    {
      promise: 'each result names the call it answers',
      find: 'tool_call_id: call.id,',
      replace: 'tool_call_id: calls[0]!.id,',
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'runs the calls of one reply in parallel and answers them in call order',
    },
    {
      promise: 'an unknown tool is an error result',
      find: 'result = toolError(\n      `There is',
      replace: 'throw new Error(\n      `There is',
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'an unknown tool',
    },
    {
      promise: 'arguments that are no JSON are an error result',
      find: `} catch (error) {
    const glued`,
      replace: `} catch (error) {
    throw error;
    const glued`,
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'arguments that are no JSON',
    },
    {
      promise: 'arguments that do not fit are an error result',
      find: 'else if (!args!.success) result = toolError(args!.message);',
      replace: 'else if (!args!.success) throw new Error(args!.message);',
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'arguments that do not fit',
    },
    {
      promise: 'a refusal is an error result',
      find: 'return refused(refusalMessage(risks, decision));',
      replace: 'return { output: refusalMessage(risks, decision) };',
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'does not run a denied call',
    },
    {
      promise: 'a refusal says why',
      find: 'refused(refusalMessage(risks, decision))',
      replace: "toolError('Refused.')",
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'does not run a denied call',
    },
    {
      promise: 'a refused call is not run',
      find: "if (decision.answer === 'deny') return",
      replace: "if (decision.answer === 'deny' && tool.name === '') return",
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'does not run a denied call',
    },
    {
      promise: 'an exception is an error result',
      find: 'return toolError(\n      `${tool.name} failed',
      replace: 'throw error;\n    return toolError(\n      `${tool.name} failed',
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'turns an exception of a tool into a result',
    },
    {
      promise: 'a bug throws',
      find: '(call, index) => callTool(call, { reply, index }, caller)',
      replace:
        '(call, index) => callTool(call, { reply, index }, caller).catch((error) => toolError(String(error)))',
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'lets a bug of our own throw',
    },
    {
      promise: 'an abort in a tool is the end of the run, no result',
      find: `  caller.context.signal.throwIfAborted();
  const answers`,
      replace: '  const answers',
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'adds nothing to the conversation once it is aborted',
    },
  ],
};
