/**
 * Whether a model of OpenAI's reasons, as far as its name tells: such a model can be asked for a summary
 * of what it thought, one that does not refuses even to be asked for it encrypted. Undefined for names
 * of others. A wrong guess costs one refusal, after which it is known.
 */
export function reasons(model: string): boolean | undefined {
  const name = model.toLowerCase().replace(/^(?:ft:|openai\/)+/, '');
  if (/^(?:gpt-3|gpt-4|chatgpt-4|davinci|babbage)|-chat\b/.test(name)) return false;
  return /^(?:o\d|gpt-(?:[5-9]|\d\d)|codex)/.test(name) ? true : undefined;
}
