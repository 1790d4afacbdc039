import type { SelfTestStep } from './desktop-state.ts';

/** The steps of the self-test in their order, with what each is called. */
export const selfTestTitles = {
  preflight: 'Permission for web pages',
  models: 'List of models',
  plain: 'Answer in one piece',
  stream: 'Streamed answer',
  tool: 'Client tool',
  image: 'Picture',
} as const satisfies Record<SelfTestStep['id'], string>;
