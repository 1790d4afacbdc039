import type { LightOpening } from '../client.ts';

/**
 * LobeChat's and LobeHub's helpers (`packages/prompts/src/chains` of their source): the instruction
 * stands in the system message, examples may follow, and all are streamed.
 */
const helpers = [
  /^You are a professional conversation summarizer\. Generate a concise title/i,
  /^你是一名擅长会话的助理，你需要将用户的会话总结为/,
  /^You are a professional translator\. Translate the input text to/i,
  /^你是一名擅长翻译的助理/,
  /^你是一名精通全世界语言的语言专家/,
  /^You('re| are) an assistant who('s| is) good at extracting key takeaways from conversations/i,
  /^You are an emoji expert who selects/i,
  /^你是一名非常懂设计与时尚的设计师/,
  /^Given the following conversation and a follow-up question, rephrase/i,
  /^You are a summarization expert\. Generate a concise summary from the provided text chunk/i,
  /^你是一名擅长(起名的起名大师|技能总结的助理|会话标签总结的助理)/,
  /^你是一位资深的 AI 艺术创作者和语言大师/,
  /^You are a sidecar that extracts 0-4 quick-reply/i,
  /^Summarize the conversation for future reference\./i,
  /^You are a conversation context compressor\./i,
];

/** Some of LobeHub's put the same words into the user's message. */
export const lobechatOpenings: readonly LightOpening[] = [
  ...helpers.map((words): LightOpening => ({ place: 'system', words })),
  { place: 'user', words: /^Given the following conversation and a follow-up question, rephrase/i },
  { place: 'user', words: /^Summarize the conversation for future reference\./i },
];
