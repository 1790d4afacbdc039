/** Fewer characters are no key of any service. */
const shortestKey = 16;
/** Fewer different characters are a row of x or 0. */
const leastVariety = 6;

/**
 * Words that people and guides put where a key must stand and none is needed ("sk-no-key-required",
 * "your-api-key-here", "lm-studio-local-server"). What is made of such words alone is no key.
 */
const placeholderWords = new Set(
  `a an and any anything anyvalue api apikey auth authentication authorization be bearer because
  blank change changeme chat client cpp credential credentials custom default demo does doesnt dont
  dummy empty endpoint enter example fake fill for foo bar baz free goes gguf guest here ignore
  ignored in inference insert is it its jan key keys koboldcpp litellm llama llamacpp llm lm lmstudio
  local localhost localai matter me mock model models my na need needed necessary nil no non none
  nope not nothing notneeded null ollama openai openrouter optional or password paste pk placeholder
  please provider proxy public put real replace require required rk sample secret server service set
  should sk some something string stub studio tabby tbd test testing tgi that the there this to todo
  token undefined unneeded unnecessary unused use used user value vllm want we whatever will with xyz
  you your yours`.split(/\s+/),
);

/**
 * Whether a value that stands where a key belongs is one: long enough, of some variety, and not
 * made of a placeholder's words. Anything else is no secret, and taking it out of texts would
 * garble them ("ollama" in a compose file).
 */
export function isRealKey(value: string): boolean {
  if (value.length < shortestKey || new Set(value).size < leastVariety) return false;
  const words = value
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  return !words.every((word) => placeholderWords.has(word) || isRow(word));
}

/** "xxxx", "000", "123456789". */
function isRow(word: string): boolean {
  return /^(.)\1*$/.test(word) || '01234567890123456789'.includes(word);
}
