/**
 * System prompts that make the model a helper of a chat program: it titles, tags, picks an emoji,
 * proposes what to say next, tells languages or completes what is being typed. Each kind is told by its
 * first sentences, whatever the program. Translators and summarisers are people's personas too, so
 * they are known by the openings of clients alone.
 */

/** Who says that somebody talks with somebody. */
const talk = String.raw`(conversations?|chats?|threads?|dialogs?|dialogues?|discussions?|topics?|sessions?|messages?|inquir(y|ies)|quer(y|ies)|requests?)`;

const kinds: readonly RegExp[] = [
  // A title for the conversation.
  new RegExp(
    String.raw`\b(titl(e|es|ing)|nam(e|es|ing)|headlines?)\b[^\n]{0,80}\b${talk}\b`,
    'i',
  ),
  new RegExp(String.raw`\b${talk}\b[^\n]{0,60}\b(titl(e|es|ing)|naming|headlines?)\b`, 'i'),
  /\b(output|return|respond with|reply with|generate|write)\b[^\n]{0,30}\bonly\b[^\n]{0,30}\btitle\b/i,
  /(对话|会话|聊天)[^\n]{0,30}(标题|命名)|(标题|命名)[^\n]{0,30}(对话|会话|聊天)/,
  // Tags.
  new RegExp(String.raw`\b(tags?|tagging|categori[sz]\w+)\b[^\n]{0,80}\b${talk}\b`, 'i'),
  new RegExp(String.raw`\b${talk}\b[^\n]{0,60}\b(tags?|tagging|tagger)\b`, 'i'),
  // One emoji.
  /\b(select|pick|choos|suggest|return|output|respon|reply)\w*\b[^\n]{0,60}\b(one|an?|single|most (appropriate|fitting|suitable|relevant))\b[^\n]{0,30}\bemojis?\b/i,
  // What the person may say next.
  /\b(generat|suggest|predict|propos|extract|creat|writ|produc)\w*\b[^\n]{0,60}\b(follow[- ]?ups?|quick[- ]?repl(y|ies)|next (questions?|messages?|prompts?))\b/i,
  /\b(follow[- ]?up|suggested|next) (questions?|repl(y|ies)|prompts?)\b[^\n]{0,60}\b(generator|suggester|assistant|engine)\b/i,
  // The language of a text.
  /\b(detect|identif|recogni[sz]|determin|classif)\w*\b[^\n]{0,40}\blanguage\b[^\n]{0,80}\b(code|locale|iso|only|name)\b/i,
  /\blanguage (detect|identif|recogni[sz])\w*\b/i,
  // The rest of what is being typed.
  /\bauto-?complet(e|es|ion|ing)\b[^\n]{0,80}\b(text|input|messages?|typing|typed|sentence|prompt)\b/i,
  /\bcomplet(e|es|ing)\b[^\n]{0,30}\b(partial|unfinished|typed|user's) (text|input|message|sentence|prompt)\b/i,
];

/** A prompt of such a helper gives it this one thing to do; who has other things to do is a persona. */
const persona =
  /\b(youtube|videos?|blogs?|books?|songs?|articles?|papers?|products?|movies?|seo|novels?|job|tools?|files?|commands?|run|execute|(answer|reply|respond|speak|continue|translate) (in|to) (that|the same|this|it))\b/i;

/** What makes a prompt an instruction about its one answer, not a trait of somebody. */
const duty =
  /\b(you are (an?|the)|you're (an?|the)|act as|your (only |sole )?(task|job|role|goal|purpose)|generate|create|write|produce|return|output|summari[sz]e|analy[sz]e|suggest|predict|extract|select|pick|choose|detect|identify|determine|classify|name|give|provide)\b|你是|请|生成|总结/i;

/** The first sentences, in characters. */
const beginning = 300;

/** Whether a system prompt makes the model such a helper. */
export function isHelperPrompt(prompt: string): boolean {
  const text = prompt.trimStart().slice(0, beginning);
  const first = text.slice(0, 60);
  return duty.test(first) && !persona.test(text) && kinds.some((kind) => kind.test(text));
}
