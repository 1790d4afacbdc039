import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Loop: the events of a run': [
    {
      promise: 'tool.started is told',
      find: `emit({
    type: 'tool.started',`,
      replace: `void ({
    type: 'tool.started',`,
      test: 'test/unit/agent/loop-events.test.ts',
      name: 'are told in order, with all that is known of them',
    },
    {
      promise: 'tool.started tells the call id',
      find: `type: 'tool.started',
    callId: call.id,`,
      replace: `type: 'tool.started',
    callId: '',`,
      test: 'test/unit/agent/loop-events.test.ts',
      name: 'are told in order, with all that is known of them',
    },
    {
      promise: 'tool.started tells the name',
      find: `name: tool?.name ?? call.name,
    arguments: call.arguments,`,
      replace: `name: '',
    arguments: call.arguments,`,
      test: 'test/unit/agent/loop-events.test.ts',
      name: 'are told in order, with all that is known of them',
    },
    {
      promise: 'tool.started tells the arguments as the model wrote them',
      find: `arguments: call.arguments,
    summary`,
      replace: `arguments: '{}',
    summary`,
      test: 'test/unit/agent/loop-events.test.ts',
      name: 'are told in order, with all that is known of them',
    },
    {
      promise: 'tool.finished is told',
      find: `emit({
    type: 'tool.finished',`,
      replace: `void ({
    type: 'tool.finished',`,
      test: 'test/unit/agent/loop-events.test.ts',
      name: 'are told in order, with all that is known of them',
    },
    {
      promise: 'tool.finished tells the output',
      find: `output: result.output,
`,
      replace: `output: '',
`,
      test: 'test/unit/agent/loop-events.test.ts',
      name: 'are told in order, with all that is known of them',
    },
    {
      promise: 'tool.finished tells whether it was an error',
      find: 'error: result.error ?? false,',
      replace: 'error: false,',
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'lets the model read what was wrong with',
    },
    {
      promise: 'tool.finished tells the milliseconds',
      find: 'Math.round(performance.now() - startedAt)',
      replace: 'Math.min(0, startedAt)',
      test: 'test/unit/agent/loop-events.test.ts',
      name: 'say how long a model call and a tool took',
    },
    {
      promise: 'approval.requested is told while the person is asked',
      find: `emit({
          type: 'approval.requested',`,
      replace: `void ({
          type: 'approval.requested',`,
      test: 'test/unit/agent/loop-events.test.ts',
      name: 'are told in order, with all that is known of them',
    },
    {
      promise: 'approval.requested tells the whole action',
      find: 'tool.describeAction?.(args) ?? tool.summarize(args)',
      replace: 'tool.summarize(args)',
      test: 'test/unit/agent/loop-events.test.ts',
      name: 'are told in order, with all that is known of them',
    },
    {
      promise: 'approval.requested tells the reasons',
      find: 'reasons: risks.map((risk) => risk.reason),',
      replace: 'reasons: [],',
      test: 'test/unit/agent/loop-events.test.ts',
      name: 'are told in order, with all that is known of them',
    },
    {
      promise: 'approval.resolved is told',
      find: `emit({
    type: 'approval.resolved',`,
      replace: `void ({
    type: 'approval.resolved',`,
      test: 'test/unit/agent/loop-events.test.ts',
      name: 'are told in order, with all that is known of them',
    },
    {
      promise: 'approval.resolved names the question it answers',
      find: "approvalId: asked ?? '',",
      replace: "approvalId: '',",
      test: 'test/unit/agent/loop-events.test.ts',
      name: 'are told in order, with all that is known of them',
    },
    {
      promise: 'approval.resolved tells who decided',
      find: 'source: decision.source,',
      replace: "source: 'mode',",
      test: 'test/unit/agent/loop-events.test.ts',
      name: 'are told in order, with all that is known of them',
    },
  ],
};
