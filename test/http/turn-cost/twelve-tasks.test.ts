import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { mcpServers } from '../../../src/shared/settings.ts';
import { choosingModel, type Asking } from '../../support/choosing-model.ts';
import {
  closeBoth,
  startHostWithUpstream,
  type HostWithUpstream,
} from '../../support/host-with-upstream.ts';
import { startHttpMcpServer, type HttpMcpServer } from '../../support/mcp/http-server.ts';

/** A tool of an MCP server, all of whose parameters are required. */
const tool = (name: string, description: string, properties: Record<string, string>) => ({
  name,
  description,
  inputSchema: {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(properties).map(([key, type]) => [key, { type, description: `The ${key}.` }]),
    ),
    required: Object.keys(properties),
  },
});

/** Tools that are not wanted here: real servers have dozens. */
const others = (about: string, verbs: string) =>
  verbs.split(' ').flatMap((verb) =>
    ['settings', 'template', 'webhook', 'permission', 'export', 'report'].map((thing) =>
      tool(
        `${verb}_${about}_${thing}`,
        `${verb} a ${thing} of ${about}, with all its fields and who may see it.`,
        {
          id: 'string',
        },
      ),
    ),
  );

const servers = {
  weather: [
    tool('get_forecast', 'Weather forecast for a city, for the days to come.', { city: 'string' }),
    ...others('station', 'archive compare'),
  ],
  crm: [
    tool('create_invoice', 'Create an invoice for a customer, in euros.', {
      customer: 'string',
      amount: 'number',
    }),
    ...others('customer', 'merge audit'),
  ],
  calendar: [
    tool('list_meetings', 'List the meetings of one day in the calendar.', { date: 'string' }),
    ...others('room', 'reserve rename'),
  ],
  music: [
    tool('play_song', 'Play a song by its title.', { title: 'string' }),
    ...others('playlist', 'shuffle follow'),
  ],
  tracker: [
    tool('search_issues', 'Search the issues (bugs, wishes) of the tracker by words.', {
      query: 'string',
    }),
    ...others('issue', 'label close'),
  ],
};

/** What a person says; the tool that does it, and what of its arguments must be there. */
const tasks: readonly [string, string, object][] = [
  [
    'Open the page "http://127.0.0.1:9/app" in a real browser, for it needs scripts',
    'browser_navigate',
    { url: 'http://127.0.0.1:9/app' },
  ],
  [
    'Search what we said about "Kumquat" in earlier conversations',
    'session_search',
    { query: 'Kumquat' },
  ],
  ['Which skills, instructions for kinds of tasks, are there? List them', 'skills_list', {}],
  ['Read the skill "deploy"', 'skill_view', { name: 'deploy' }],
  ['List the commands that run in the background', 'process', { action: 'list' }],
  [
    'Kill the background process with the session_id "12345"',
    'process',
    { action: 'kill', session_id: '12345' },
  ],
  ['Look at the list of steps that you keep for this long task', 'todo', {}],
  [
    'What is the weather forecast for the city "Oslo"?',
    'mcp_weather_get_forecast',
    { city: 'Oslo' },
  ],
  [
    'Create an invoice of 120 euros for the customer "Ada"',
    'mcp_crm_create_invoice',
    { customer: 'Ada', amount: 120 },
  ],
  [
    'Which meetings are in my calendar on "2026-12-01"?',
    'mcp_calendar_list_meetings',
    { date: '2026-12-01' },
  ],
  ['Play the song "Imagine"', 'mcp_music_play_song', { title: 'Imagine' }],
  [
    'Search the issues of the tracker for "crash at start"',
    'mcp_tracker_search_issues',
    { query: 'crash at start' },
  ],
];

const textOf = (message: { content?: unknown } | undefined): string =>
  typeof message?.content === 'string' ? message.content : '';

let both: HostWithUpstream;
let mcp: HttpMcpServer[];
beforeAll(async () => {
  mcp = await Promise.all(Object.values(servers).map((tools) => startHttpMcpServer({ tools })));
  const names = Object.keys(servers);
  both = await startHostWithUpstream({
    settings: {
      mcpServers: mcpServers.parse(
        Object.fromEntries(names.map((name, index) => [name, { url: mcp[index]!.url }])),
      ),
    },
  });
  const skill = path.join(both.host.dataDir, 'skills', 'deploy');
  await mkdir(skill, { recursive: true });
  await writeFile(
    path.join(skill, 'SKILL.md'),
    '---\nname: deploy\ndescription: How to deploy\n---\n\nPush it.',
  );
  await vi.waitFor(
    () =>
      expect(both.host.host.mcpServers().map(({ state }) => state)).toEqual(
        names.map(() => 'ready'),
      ),
    { timeout: 20_000 },
  );
}, 60_000);
afterAll(async () => {
  await closeBoth(both);
  await Promise.all(mcp.map((server) => server.close()));
});

describe.each<Asking>(['by words', 'by group'])(
  'a model that knows nothing but descriptions and asks %s',
  (asking) => {
    it.each(tasks)('does it with one call more at most: %s', async (words, name, args) => {
      const { host, upstream } = both;
      upstream.replyWith(choosingModel(asking));
      const from = upstream.requests.length;
      const response = await fetch(`${host.url}/v1/chat/completions`, {
        method: 'POST',
        headers: host.headers,
        body: JSON.stringify({ messages: [{ role: 'user', content: words }] }),
      });
      expect(response.status).toBe(200);
      await response.text();
      const { messages } = upstream.requests.at(-1)!.body;
      const call = messages.findLast(
        (message) => message.role === 'assistant' && message.tool_calls,
      );
      const [made] = (call as { tool_calls: { function: { name: string; arguments: string } }[] })
        .tool_calls;
      expect(made!.function.name, textOf(messages.at(-1))).toBe('call_tool');
      expect(JSON.parse(made!.function.arguments)).toMatchObject({ name, arguments: args });
      // The answer, the call, and one look for the tool.
      expect(upstream.requests.length - from).toBeLessThanOrEqual(3);
      expect(textOf(messages.at(-1))).not.toMatch(/not valid|Unknown tool|There is no tool/);
    });
  },
);
