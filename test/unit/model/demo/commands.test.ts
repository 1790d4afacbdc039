import { expect, test } from 'vitest';
import { parseCommands } from '../../../../src/main/model/demo/commands.ts';

test.each([
  ['run uname -a', 'terminal', { command: 'uname -a' }],
  ['Run `ls -la | head`', 'terminal', { command: 'ls -la | head' }],
  ['$ echo "a and then b"', 'terminal', { command: 'echo "a and then b"' }],
  ['`run pwd`', 'terminal', { command: 'pwd' }],
  ['- please read notes.txt', 'read_file', { path: 'notes.txt' }],
  ['show the file "my notes.txt"', 'read_file', { path: 'my notes.txt' }],
  ['write a.txt: Hello world', 'write_file', { path: 'a.txt', content: 'Hello world\n' }],
  [
    'write a.txt:\none\n\nread b.txt',
    'write_file',
    { path: 'a.txt', content: 'one\n\nread b.txt\n' },
  ],
  [
    'replace "a b" with c in f.txt',
    'patch',
    { mode: 'replace', path: 'f.txt', old_string: 'a b', new_string: 'c' },
  ],
  ['list', 'search_files', { pattern: '*', target: 'files' }],
  ['list files in src', 'search_files', { pattern: '*', target: 'files', path: 'src' }],
  ['find *.ts in src', 'search_files', { pattern: '*.ts', target: 'files', path: 'src' }],
  ['search for hello world', 'search_files', { pattern: 'hello world', target: 'content' }],
  ['grep "TODO" in src', 'search_files', { pattern: 'TODO', target: 'content', path: 'src' }],
  [
    'remember that I like tea',
    'memory',
    { action: 'add', target: 'memory', content: 'I like tea' },
  ],
  ['recall tea', 'session_search', { query: 'tea' }],
  ['web weather in Paris', 'web_search', { query: 'weather in Paris' }],
  ['fetch https://example.com', 'web_extract', { urls: ['https://example.com'] }],
  ['browse https://example.com', 'browser_navigate', { url: 'https://example.com' }],
  ['list skills', 'skills_list', {}],
])('%j is a command', (text, tool, args) => {
  expect(parseCommands(text)).toEqual([[{ tool, arguments: args }]]);
});

test('lines are called at once, and what follows "and then" in the next round', () => {
  const rounds = parseCommands('write a.txt: x, and then read a.txt then run wc a.txt\nlist');
  expect(rounds.map((round) => round.map((command) => command.tool))).toEqual([
    ['write_file', 'search_files'],
    ['read_file'],
    ['terminal'],
  ]);
});

test.each([
  'Hello there',
  'Please tell me how to list all planets',
  'read the whole book to me',
  'run ls\nand tell me what you think',
  '',
])('%j is talk', (text) => {
  expect(parseCommands(text)).toEqual([]);
});
