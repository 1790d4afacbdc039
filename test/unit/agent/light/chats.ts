import { history, transcript, type Wire } from './wire.ts';

const retrieval = `### Task:
Respond to the user query using the provided context, incorporating inline citations in the format [id] **only when the <source> tag includes an explicit id attribute**.

### Guidelines:
- If you don't know the answer, clearly state that.

<context>
<source id="1">Build with make.</source>
</context>

run the build`;

/** What people send, and what only looks like a helper's request. */
export const chats: readonly Wire[] = [
  { name: 'Open WebUI, chat with a file', turns: [retrieval], streamed: true },
  { name: 'Open WebUI, chat with a file, not streamed', turns: [retrieval] },
  {
    name: 'Open WebUI, second turn with knowledge',
    turns: ['hello', 'hi', retrieval],
    streamed: true,
  },
  {
    name: 'Open WebUI, an older retrieval template',
    turns: [
      '### Task:\nAnswer the user query based on the given context.\n<context>x</context>\n<user_query>run ls</user_query>',
    ],
  },
  {
    name: 'Open WebUI, a streamed chat that begins like its helpers',
    turns: ['### Task:\nRefactor the parser and run the tests'],
    streamed: true,
  },
  {
    name: 'a retrieval template of another program',
    turns: [
      'Answer the question using only the sources below.\n\nSource 1: make builds it.\n\nQuestion: run make',
    ],
  },
  {
    name: 'AnythingLLM, chat with documents',
    system:
      'Given the following conversation, relevant context, and a follow up question, reply with an answer to the current question the user is asking.\nContext:\n[CONTEXT 0]: make\n',
    turns: ['run make'],
    streamed: true,
  },
  {
    name: 'LobeChat, chat with knowledge',
    system:
      "You are also a helpful assistant good answering questions related to builds. And you'll be provided with a question and several passages that might be relevant.",
    turns: ['run make'],
    streamed: true,
  },
  {
    name: 'Open WebUI by its connection header, a chat',
    turns: ['### Task:\nGenerate a concise title\n' + history],
    task: '',
  },
  {
    name: 'Chat UI by its header, a chat',
    system: 'You are a chat thread titling assistant',
    turns: ['run ls'],
    streamed: true,
    task: '',
  },
  { name: 'a file to summarise', turns: ['Summarise the file notes.md for me'], streamed: true },
  {
    name: 'a file to summarise, not streamed',
    turns: ['Summarize this file in 200 words or less: ./README.md'],
  },
  {
    name: 'a title asked for in a chat',
    turns: ['run ls', 'done', 'Give this conversation a title'],
    streamed: true,
  },
  {
    name: 'a title asked for in a chat, not streamed',
    turns: ['run ls', 'done', 'What would be a good title for this conversation?'],
  },
  {
    name: 'a title for a text',
    turns: ['Write a title for my blog post in post.md'],
    streamed: true,
  },
  { name: 'a title for a paper', turns: ['Read paper.tex and suggest five titles'] },
  {
    name: 'tags for photos',
    turns: ['Generate tags for the photos in ~/pictures and write them to tags.csv'],
  },
  {
    name: 'git tags',
    turns: ['List the git tags of this repository and tag the last commit v1.2'],
  },
  {
    name: 'a translation asked for',
    turns: ['Translate README.md to German and save it as README.de.md'],
    streamed: true,
  },
  {
    name: 'a translation asked for, not streamed',
    turns: ['Translate this to French: run the tests'],
  },
  {
    name: 'a translator as persona',
    system: 'You are a translator. Translate what I write to English.',
    turns: ['lies datei.txt und übersetze sie'],
    streamed: true,
  },
  {
    name: 'a professional translator as persona',
    system: 'You are a professional translator with 20 years of experience in law.',
    turns: ['read contract.txt and translate it'],
    streamed: true,
  },
  {
    name: 'a summariser as persona',
    system: 'You are a summarizer. Summarize what you are given in three bullet points.',
    turns: ['read report.md'],
    streamed: true,
  },
  {
    name: 'a summariser as persona, not streamed',
    system: 'You are an expert at summarizing documents.',
    turns: ['read report.md'],
  },
  {
    name: 'a YouTube title persona',
    system: 'You are a YouTube title generator. Generate titles for videos.',
    turns: ['read ideas.md'],
    streamed: true,
  },
  {
    name: 'a book title persona',
    system:
      'You are an assistant that suggests book titles for novels in discussions with authors.',
    turns: ['read plot.md'],
  },
  {
    name: 'a persona that loves emoji',
    system: 'You are a cheerful friend. Use an emoji in each answer.',
    turns: ['run the tests'],
    streamed: true,
  },
  {
    name: 'a persona that answers in the language it is asked',
    system: 'Detect the language of the message and answer in that language.',
    turns: ['führe ls aus'],
    streamed: true,
  },
  {
    name: 'a persona that asks back',
    system: 'You are a tutor. End each answer with a question.',
    turns: ['run ls'],
    streamed: true,
  },
  {
    name: 'a coding persona',
    system: 'You are a senior engineer. You complete code and run tests.',
    turns: ['run the tests'],
  },
  {
    name: 'a persona with a name',
    system: 'Your name is Max. You are helpful in conversations.',
    turns: ['run ls'],
  },
  {
    name: 'a company with titles',
    system: 'You are a legal assistant of a title company. Help with files of land titles.',
    turns: ['read deed.txt'],
  },
  {
    name: 'a headline persona',
    system: 'You are an editor who writes headlines for news articles.',
    turns: ['read news.md'],
  },
  {
    name: 'an emoji chooser for files',
    system: 'You organise files. Pick one emoji for each folder name and run the rename command.',
    turns: ['do it'],
  },
  {
    name: 'a system prompt of a chat client',
    system: 'You are a helpful assistant.',
    turns: ['run ls'],
    streamed: true,
  },
  {
    name: 'ChatBox, first message',
    system: 'You are a helpful assistant. You can help me by answering my questions.',
    turns: ['run ls'],
  },
  { name: 'no system prompt', turns: ['run ls'] },
  { name: 'no system prompt, streamed', turns: ['run ls'], streamed: true },
  {
    name: 'a system prompt with the time',
    system: 'Current time: 2026-11-28 10:11. You are helpful.',
    turns: ['run ls'],
    streamed: true,
  },
  { name: 'a chat about chats', turns: ['How do I name threads in Slack?'], streamed: true },
  {
    name: 'a chat about conversation titles',
    turns: ['Write a function that generates a title for a conversation'],
  },
  {
    name: 'a chat about LibreChat',
    turns: [
      'Why does LibreChat send "Provide a concise, 5-word-or-less title for the conversation"?',
    ],
    streamed: true,
  },
  {
    name: 'a pasted log',
    turns: ['Fix what this log says:\nUser: root\nAssistant: none\nERROR: no such file'],
  },
  {
    name: 'a pasted transcript to work on',
    turns: [`Put this into transcript.md:\n${transcript}`],
  },
  { name: 'a chat about follow-ups', turns: ['Draft a follow-up to the mail in mail.txt'] },
  { name: 'a chat about tags in HTML', turns: ['Which tags are not closed in index.html?'] },
  {
    name: 'a message with a task heading',
    turns: ['# Task\nRun the tests and fix what fails'],
    streamed: true,
  },
  {
    name: 'a checkpoint asked for',
    turns: ['Before you continue, write a checkpoint to notes.md'],
    streamed: true,
  },
  {
    name: 'a key-point extraction',
    turns: ['Extract the key points of report.pdf into points.md'],
  },
  {
    name: 'a summary of the conversation into a file',
    turns: ['run ls', 'done', 'Summarize our conversation into notes.md'],
    streamed: true,
  },
  {
    name: 'a summary of the discussion',
    turns: ['hi', 'hello', 'Summarize the discussion in this pull request: gh pr view 12'],
    streamed: true,
  },
  {
    name: 'a handoff document',
    turns: ['Create a handoff document for the night shift from log.txt'],
    streamed: true,
  },
  { name: 'a limit of some hundred tokens', turns: ['run ls'], maxTokens: 256 },
  { name: 'a small limit, streamed', turns: ['run ls'], maxTokens: 50, streamed: true },
  {
    name: 'AnythingLLM, its limit',
    system: 'Given the following conversation, relevant context, and a follow up question, reply.',
    turns: ['run ls'],
    maxTokens: 1024,
    streamed: true,
  },
  {
    name: 'client tools and a title',
    turns: ['Generate a title for this conversation: run ls'],
    tools: ['set_title'],
    streamed: true,
  },
  { name: 'client tools and few tokens', turns: ['run ls'], maxTokens: 32, tools: ['get_weather'] },
  {
    name: 'Open WebUI, its own tools and a task heading',
    turns: ['### Task:\nrun ls'],
    tools: ['get_current_timestamp'],
    streamed: true,
  },
  {
    name: 'Codex, a plain turn',
    system: 'You are Codex, a coding agent',
    turns: ['Create a brief summary of src/'],
    tools: ['shell'],
    streamed: true,
  },
  {
    name: 'opencode, a plain turn',
    system: 'You are opencode, an interactive CLI tool',
    turns: ['Generate a titlebar component'],
    tools: ['bash'],
    streamed: true,
  },
  {
    name: 'a request to detect a language of code',
    turns: ['Detect the language of main.x and compile it'],
  },
  { name: 'a request to name a branch', turns: ['Suggest a name for the branch and create it'] },
  {
    name: 'a request to name the project',
    turns: ['Name this project and rename the folder'],
    streamed: true,
  },
  {
    name: 'an analysis of a conversation in a file',
    turns: ['Analyze the conversation in chat.log and write a report'],
    streamed: true,
  },
  {
    name: 'an autocomplete to be written',
    system: 'You are a frontend developer.',
    turns: ['Build an autocomplete for the text input'],
    streamed: true,
  },
];
