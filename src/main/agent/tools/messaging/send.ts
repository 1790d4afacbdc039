import { z } from 'zod';
import { defineTool, toolError, type Risk, type Tool } from '../../tool.ts';

/** Chats that the agent may write to; each call gives why nothing was sent, or undefined. */
export interface ChatSender {
  send(chat: string, markdown: string): Promise<string | undefined>;
  sendFile(chat: string, path: string, caption: string): Promise<string | undefined>;
}

const to = z
  .string()
  .min(1)
  .max(200)
  .describe('A chat of somebody who may talk to you, such as telegram:12345.');

const messageArgs = z.object({
  to,
  text: z.string().trim().min(1).max(50_000).describe('Markdown.'),
});

const fileArgs = z.object({
  to,
  path: z.string().min(1).describe('A file of the workspace.'),
  caption: z.string().max(1000).default('').describe('A line beneath it.'),
});

/** The tools that write to chats; each asks first, for what is sent cannot be taken back. */
export function createMessagingTools(chats: ChatSender): Tool[] {
  return [createSendMessageTool(chats), createSendFileTool(chats)];
}

function createSendMessageTool(chats: ChatSender): Tool<typeof messageArgs> {
  return defineTool({
    name: 'send_message',
    description: 'Write to a chat, such as Telegram, of somebody who may talk to you.',
    parameters: messageArgs,
    summarize: ({ to: chat, text }) => `${chat}: ${text.slice(0, 80)}`,
    describeAction: ({ to: chat, text }) => `${chat}\n${text}`,
    assess: ({ to: chat }) => [sendingTo(chat, 'writes')],
    async execute({ to: chat, text }) {
      const refusal = await chats.send(chat, text);
      return refusal === undefined ? { output: `Sent to ${chat}.` } : toolError(refusal);
    },
  });
}

function createSendFileTool(chats: ChatSender): Tool<typeof fileArgs> {
  return defineTool({
    name: 'send_file',
    description: 'Send a file of the workspace to a chat, such as Telegram.',
    parameters: fileArgs,
    summarize: ({ to: chat, path }) => `${chat}: ${path}`,
    describeAction: ({ to: chat, path, caption }) => [chat, path, caption].join('\n').trim(),
    assess: ({ to: chat }) => [sendingTo(chat, 'sends a file')],
    async execute({ to: chat, path, caption }) {
      const refusal = await chats.sendFile(chat, path, caption);
      return refusal === undefined ? { output: `Sent ${path} to ${chat}.` } : toolError(refusal);
    },
  });
}

function sendingTo(chat: string, what: string): Risk {
  return { level: 'approval', reason: `${what} to ${chat}`, rule: `send:${chat}` };
}
