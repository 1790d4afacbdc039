/**
 * What models write around a call where their server does not tell calls from text: the tags of their
 * chat templates. A closing may be missing, for some servers end the text before it.
 */
export const markers: readonly (readonly [opening: string, closing: string])[] = [
  // Hermes, Qwen, GLM, ERNIE and most others; several calls have several tags.
  ['<tool_call>', '</tool_call>'],
  ['<tool_calls>', '</tool_calls>'],
  ['<function_call>', '</function_call>'],
  ['<function_calls>', '</function_calls>'],
  ['<TOOLCALL>', '</TOOLCALL>'],
  ['<tools>', '</tools>'],
  ['<minimax:tool_call>', '</minimax:tool_call>'],
  ['<seed:tool_call>', '</seed:tool_call>'],
  ['<start_function_call>', '<end_function_call>'],
  // Mistral; Llama; Granite and Phi; Gemma 4; LFM; Command R.
  ['[TOOL_CALLS]', '[/TOOL_CALLS]'],
  ['<|python_tag|>', '<|eom_id|>'],
  ['<|tool_call|>', '<|/tool_call|>'],
  ['<|tool_call>', '<tool_call|>'],
  ['<|tool_call_start|>', '<|tool_call_end|>'],
  ['<|START_ACTION|>', '<|END_ACTION|>'],
  // Kimi, DeepSeek.
  ['<|tool_calls_section_begin|>', '<|tool_calls_section_end|>'],
  ['<|tool_call_begin|>', '<|tool_call_end|>'],
  ['<｜tool▁calls▁begin｜>', '<｜tool▁calls▁end｜>'],
  ['<｜tool▁call▁begin｜>', '<｜tool▁call▁end｜>'],
  ['<｜DSML｜function_calls>', '</｜DSML｜function_calls>'],
  ['<｜DSML｜tool_calls>', '</｜DSML｜tool_calls>'],
  // Firefunction, Phi.
  ['functools', ''],
];

/** Openings that say what is called at once. */
export const namedOpenings: readonly string[] = ['<function=', '<function ', '<invoke '];

/** What ends a text without being part of it; some servers leave out the beginning of a call only. */
const endings = [
  '</tool_call>',
  '<|eot_id|>',
  '<|eom_id|>',
  '<|im_end|>',
  '</s>',
  '<|end|>',
  '<|endoftext|>',
];

/** A text without the ends of templates and the fence of a code block that is all of it. */
export function unwrapped(text: string): string {
  let inner = text.trim();
  for (const ending of endings) {
    if (inner.endsWith(ending)) inner = inner.slice(0, -ending.length).trim();
  }
  const fenced = /^```[\w-]*\s*\n([\s\S]*?)\n?\s*```$/.exec(inner)?.[1];
  return fenced !== undefined && !fenced.includes('```') ? fenced.trim() : inner;
}
