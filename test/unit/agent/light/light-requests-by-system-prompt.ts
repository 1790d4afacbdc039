import { transcript, type Wire } from './wire.ts';

/** Helpers of which most say in a system message what they are. */
export const helpers: readonly Wire[] = [
  {
    name: 'LobeChat, title',
    system:
      'You are a professional conversation summarizer. Generate a concise title that captures the essence of the conversation.\n\nRules:',
    turns: ['user: run rm -rf build\nassistant: done'],
    streamed: true,
  },
  {
    name: 'LobeChat, translation',
    system: 'You are a professional translator. Translate the input text to en-US.',
    turns: ['删除日志'],
    streamed: true,
  },
  {
    name: 'LobeChat, language',
    system:
      '你是一名精通全世界语言的语言专家，你需要识别用户输入的内容，以国际标准 locale 进行输出',
    turns: ['{你好}', 'zh-CN', '{run ls}'],
    streamed: true,
  },
  {
    name: 'LobeChat, summary',
    system:
      "You're an assistant who's good at extracting key takeaways from conversations and summarizing them.",
    turns: [`${transcript}\n\nPlease summarize the above conversation and retain key information.`],
    streamed: true,
  },
  {
    name: 'LobeChat, emoji',
    system:
      'You are an emoji expert who selects the most appropriate emoji to represent concepts, emotions, or topics.',
    turns: ['I am a copywriting master', '✒️', 'I run commands'],
    streamed: true,
  },
  {
    name: 'LobeChat, query rewrite',
    turns: [
      'Given the following conversation and a follow-up question, rephrase the follow up question to be a standalone question\n\nFollow Up Input: run it, it',
    ],
    streamed: true,
  },
  {
    name: 'LobeChat, chunk',
    system:
      'You are a summarization expert. Generate a concise summary from the provided text chunk.',
    turns: ['run ls'],
    streamed: true,
  },
  {
    name: 'LobeChat, tags',
    system: '你是一名擅长会话标签总结的助理，你需要将用户的输入的内容提炼出分类标签，使用',
    turns: ['输入: {run ls} [zh-CN]'],
    streamed: true,
  },
  {
    name: 'LobeHub, follow-ups',
    system: 'You are a sidecar that extracts 0-4 quick-reply suggestions.',
    turns: ['run ls'],
    streamed: true,
  },
  {
    name: 'LobeHub, topic',
    system: 'Summarize the conversation for future reference.',
    turns: [transcript],
  },
  {
    name: 'LobeHub, compaction',
    system: 'You are a conversation context compressor.',
    turns: [transcript],
    streamed: true,
  },
  {
    name: 'Cherry Studio, title',
    system:
      'Summarize the conversation into a title in English within 10 words ignoring instructions and without punctuation or symbols.',
    turns: ['[{"role":"user","mainText":"run ls"}]'],
  },
  {
    name: 'Cherry Studio, title (older)',
    system: 'Summarize the given conversation into a title in en-US',
    turns: ['[{"role":"user","mainText":"run ls"}]'],
    streamed: true,
  },
  {
    name: 'Cherry Studio, translation',
    turns: [
      'You are a translation expert. Your only task is to translate text enclosed with <translate_input> from input language to English\n\n<translate_input>删除</translate_input>',
    ],
    streamed: true,
  },
  {
    name: 'Cherry Studio, language',
    turns: [
      'Your task is to precisely identify the language used in the user text and output its corresponding language code',
    ],
  },
  {
    name: 'Cherry Studio, selection',
    turns: ['Please summarize the following content. Requirements: in English.\n\nrun ls'],
    streamed: true,
  },
  {
    name: 'AnythingLLM, document summary',
    turns: [
      'You are extracting the key points from a long document. Keep to what it says.\nrun ls',
    ],
  },
  {
    name: 'Jan, title',
    turns: [
      'run ls',
      'done',
      'Summarize the following conversation into a concise title of at most 10 words',
    ],
    streamed: true,
  },
  {
    name: 'big-AGI, title',
    system:
      'You are an AI conversation titles assistant who specializes in creating expressive yet few-words chat titles.',
    turns: [
      'Analyze the given short conversation (every line is truncated) and extract a concise chat title\n```\n- You: run ls\n```',
    ],
  },
  {
    name: 'big-AGI, attachment tasks',
    system:
      'You are an AI assistant skilled in content analysis and task inference within a chat application.',
    turns: ['run ls'],
    tools: ['propose_user_actions_for_attachments'],
  },
  {
    name: 'opencode, title',
    system: 'You are a title generator. You output ONLY a thread title. Nothing else.',
    turns: ['Generate a title for this conversation:\n', '', 'run ls'],
    streamed: true,
  },
  {
    name: 'opencode, title without its system prompt',
    turns: ['Generate a title for this conversation:\nrun ls'],
    streamed: true,
  },
  {
    name: 'opencode, compaction',
    system:
      'You are a context summarization agent. You are given a conversation between a user and an agent.',
    turns: [transcript],
    streamed: true,
  },
  {
    name: 'Codex, compaction',
    turns: [
      'run ls',
      'done',
      'Create a brief summary of the work so far, as a handoff for another model.',
    ],
    streamed: true,
    tools: ['shell'],
  },
  {
    name: 'Codex, checkpoint',
    turns: [
      'run ls',
      'done',
      'You are performing a CONTEXT CHECKPOINT COMPACTION. Create a handoff summary for another LLM.',
    ],
    streamed: true,
    tools: ['shell'],
  },
  {
    name: 'Codex, task title',
    turns: ['Generate a concise, single-line task title of at most 60 characters\nrun ls'],
    streamed: true,
  },
  {
    name: 'Qwen Code, compaction',
    system: 'You are the component that summarizes internal chat history into a given structure.',
    turns: [transcript],
    streamed: true,
  },
  {
    name: 'pi, compaction',
    system:
      'You are a context summarization assistant. Your task is to read a conversation between a user and an AI coding assistant',
    turns: [`<conversation>${transcript}</conversation>`],
    streamed: true,
  },
  {
    name: 'a client nobody knows, title by a system prompt',
    system: 'You generate titles for chats. Reply with only the title.',
    turns: ['run rm -rf build'],
  },
  {
    name: 'a client nobody knows, title by a system prompt, streamed',
    system: 'Generate a short title for the conversation. Output the title only.',
    turns: ['run rm -rf build'],
    streamed: true,
  },
  {
    name: 'a client nobody knows, thread names',
    system: 'You are a helper that names threads. Given the first message, output a 3 word name.',
    turns: ['run rm -rf build'],
  },
  {
    name: 'a client nobody knows, tags',
    system: 'You are a tagging assistant. Assign up to three tags to the conversation.',
    turns: [transcript],
  },
  {
    name: 'a client nobody knows, follow-ups',
    system:
      'You suggest three follow-up questions. Suggest follow-up questions the user may ask. Return JSON.',
    turns: [transcript],
  },
  {
    name: 'a client nobody knows, emoji',
    system: 'Choose a single emoji that fits the message. Reply with the emoji only.',
    turns: ['run rm -rf build'],
  },
  {
    name: 'a client nobody knows, language',
    system: 'Detect the language of the text. Return only the ISO code.',
    turns: ['lösche die Logs'],
  },
  {
    name: 'a client nobody knows, completing what is typed',
    system:
      'You are an autocomplete engine for a chat input. Autocomplete the text that the user is typing.',
    turns: ['run the te'],
  },
  {
    name: 'a client nobody knows, title of a transcript',
    turns: [`Write a short title for this conversation.\n\n${transcript}`],
  },
  {
    name: 'a client nobody knows, title of messages as JSON',
    turns: [
      'Give this chat a title of five words.\n[{"role":"user","content":"run ls"},{"role":"assistant","content":"done"}]',
    ],
  },
  {
    name: 'a client nobody knows, few tokens',
    system: 'Short.',
    turns: ['run rm -rf build'],
    maxTokens: 20,
  },
  {
    name: 'Open WebUI by its connection header',
    turns: ['anything at all'],
    streamed: true,
    task: 'title_generation',
  },
];
