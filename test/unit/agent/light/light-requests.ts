import { helpers } from './light-requests-by-system-prompt.ts';
import { history, transcript, type Wire } from './wire.ts';

const openWebui = (task: string): string =>
  `### Task:\n${task}\n\n### Guidelines:\n- Be short.\n\n### Chat History:\n${history}`;

/**
 * Requests of clients' helpers, by their sources: Open WebUI 0.12 `config.py`; ChatBox
 * `packages/prompts.ts`; NextChat `app/locales`; LibreChat `@librechat/agents`; Chat UI `title.ts`;
 * LobeChat 1.143 `packages/prompts`; Cherry Studio `TopicNamingService`; AnythingLLM; Jan; big-AGI
 * `autoTitle.ts`; opencode 1.18; Codex 0.171; Qwen Code 0.15; pi 0.73.
 */
export const lightRequests: readonly Wire[] = [
  {
    name: 'Open WebUI, title',
    turns: [openWebui('Generate a concise title summarizing the chat history.')],
  },
  {
    name: 'Open WebUI, title with an emoji (older)',
    turns: [
      openWebui('Generate a concise, 3-5 word title with an emoji summarizing the chat history.'),
    ],
  },
  {
    name: 'Open WebUI, tags',
    turns: [
      openWebui(
        'Generate 1-3 broad tags categorizing the main themes of the chat history, along with 1-3 more specific subtopic tags.',
      ),
    ],
  },
  {
    name: 'Open WebUI, follow-ups',
    turns: [
      openWebui(
        'Predict 3-5 useful messages this user might naturally send next to advance their current objective.',
      ),
    ],
  },
  {
    name: 'Open WebUI, follow-ups (older)',
    turns: [
      openWebui(
        'Suggest 3-5 relevant follow-up questions or prompts that the user might naturally ask next in this conversation as a **user**.',
      ),
    ],
  },
  {
    name: 'Open WebUI, search queries',
    turns: [
      openWebui(
        'Analyze the chat history to determine the necessity of generating search queries, in the given language.',
      ),
    ],
  },
  {
    name: 'Open WebUI, image prompt',
    turns: [
      openWebui(
        'Generate a detailed prompt for am image generation task based on the given language and context.',
      ),
    ],
  },
  {
    name: 'Open WebUI, autocomplete',
    turns: [
      '### Task:\nYou are an autocompletion system. Continue the text in `<text>` based on the **completion type** in `<type>`.\n<type>General</type>\n<text>run the te</text>',
    ],
  },
  {
    name: 'Open WebUI, emoji',
    turns: [
      "Your task is to reflect the speaker's likely facial expression through a fitting emoji. Message: ```rm the folder```",
    ],
  },
  {
    name: 'Open WebUI, merge of answers',
    turns: [
      'You have been provided with a set of responses from various models to the latest user query: "run the tests"\n\nYour task is to synthesize these responses.',
    ],
    streamed: true,
  },
  {
    name: 'Open WebUI, which tool to call',
    system:
      'Available Tools: [{"name": "get_time"}]\nYour task is to choose and return the correct tool(s).',
    turns: ['Query: History:\nUSER: run the tests\nQuery: run the tests'],
  },
  {
    name: 'Open WebUI, title of a chat about sources',
    turns: [
      openWebui('Generate a concise title summarizing the chat history.').replace(
        'USER: read',
        'USER: <context>a source</context> read',
      ),
    ],
  },
  {
    name: 'ChatBox, title',
    turns: [
      'run ls',
      'done',
      'Based on the chat history, give this conversation a name.\nKeep it short - 10 characters max, no quotes.',
    ],
  },
  {
    name: 'ChatBox, compaction',
    turns: ['run ls', 'done', 'Provide a detailed summary for continuing this conversation.'],
    streamed: true,
  },
  {
    name: 'NextChat, title',
    turns: [
      'run ls',
      'done',
      'Please generate a four to five word title summarizing our conversation without any lead-in',
    ],
    streamed: true,
  },
  {
    name: 'NextChat, title in Chinese',
    turns: ['你好', '好', '使用四到五个字直接返回这句话的简要主题，不要解释、不要标点'],
    streamed: true,
  },
  {
    name: 'NextChat, title in German',
    turns: [
      'Hallo',
      'Ja',
      'Geben Sie ein kurzes Thema in vier bis fünf Wörtern zurück, ohne Erklärungen',
    ],
    streamed: true,
  },
  {
    name: 'NextChat, title in Japanese',
    turns: ['やあ', 'はい', 'この文の簡潔なテーマを四から五文字で返してください。'],
    streamed: true,
  },
  {
    name: 'NextChat, title in Russian',
    turns: ['Привет', 'Да', 'Укажите краткую тему этого сообщения в четырех-пяти словах'],
    streamed: true,
  },
  {
    name: 'NextChat, summary',
    turns: [
      'run ls',
      'done',
      'Summarize the discussion briefly in 200 words or less to use as a prompt for future context.',
    ],
    streamed: true,
  },
  {
    name: 'NextChat, summary in Chinese',
    turns: ['你好', '好', '简要总结一下对话内容，用作后续的上下文提示 prompt，控制在 200 字以内'],
    streamed: true,
  },
  {
    name: 'LibreChat, title',
    turns: [
      `Provide a concise, 5-word-or-less title for the conversation, using title case conventions. Only return the title itself.\n\nConversation:\n${transcript}`,
    ],
  },
  {
    name: 'LibreChat, title (older)',
    turns: [
      `Please generate a concise, 5-word-or-less title for the conversation, using its same language\n\n${transcript}`,
    ],
  },
  {
    name: 'LibreChat, title of an assistant',
    turns: [
      'Please generate a concise title (max 40 characters) for a conversation that starts with:\nUser: run ls',
    ],
  },
  {
    name: 'LibreChat, title as JSON',
    turns: [
      `Analyze this conversation and provide:\n1. The detected language of the conversation\n2. A concise title in the detected language\n\n${transcript}`,
    ],
  },
  {
    name: 'LibreChat, title by a function',
    turns: [`Analyze this conversation and provide:\n1. The detected language\n\n${transcript}`],
    tools: ['generate_title'],
  },
  {
    name: 'LibreChat, summary',
    turns: [
      'run ls',
      'done',
      'Hold on, before you continue I need you to write me a checkpoint of where we are.',
    ],
    streamed: true,
  },
  {
    name: 'LibreChat, summary with MCP tools',
    turns: [
      'run ls',
      'done',
      'Hold on, before you continue I need you to write me a checkpoint of where we are.',
    ],
    streamed: true,
    tools: ['read_mcp_files'],
  },
  {
    name: 'LibreChat, memory agent',
    system: 'Use the `set_memory` tool to save important information about the user.',
    turns: ['# Current Chat:\n\nHuman: my name is Ada, run ls'],
    tools: ['set_memory', 'delete_memory'],
    streamed: true,
  },
  {
    name: 'Chat UI, title',
    system:
      'You are a chat thread titling assistant.\nGoal: Produce a very short, descriptive title (2–4 words).',
    turns: ['User message: "run rm -rf build"'],
    streamed: true,
    maxTokens: 24,
  },
  {
    name: 'Chat UI, title, by its header',
    system: 'Something new.',
    turns: ['User message: "run ls"'],
    streamed: true,
    task: 'task',
  },
  {
    name: 'Chat UI, summary of reasoning',
    system:
      'Your task is to summarize concisely all your reasoning steps and then give the final answer.',
    turns: ['I ran the tests.'],
    streamed: true,
  },
  ...helpers,
];
