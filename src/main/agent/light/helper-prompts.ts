/**
 * System prompts that make the model a helper of a chat program: it titles, tags, picks an emoji,
 * proposes what to say next, tells languages or completes what is being typed. Each kind is told by its
 * first sentences, whatever the program. Translators and summarisers are people's personas too, so
 * they are known by the openings of clients alone.
 */

/** One conversation, or what begins it. */
const talk = String.raw`((the|this|that|a|an|each|given|following|user'?s?|their|first|our|your|any|chat|short) ([\w'-]+ ){0,2}(conversation|chat|thread|dialog|dialogue|discussion|session|topic|message|inquiry|query|request|input|exchange)|(conversations|chats|threads|dialogues|messages))\b`;

/** A title, as something to be made. */
const title = String.raw`\b(titles?|subject|headline|heading|caption|label|(a|one|short|concise|brief|descriptive|\d+[- ]word) ([\w-]+ ){0,2}name)\b`;

const make = String.raw`\b(generat|creat|writ|produc|output|suggest|giv|extract|return|respond|repl|answer|summari[sz]|come up|provid|mak|craft|assign|choos|propos)\w*\b`;

const worker = String.raw`\b(generat\w+|creat\w+|produc\w+|assistants?|experts?|specialists?|bots?|helpers?|engine|writers?|makers?)\b`;

const kinds: readonly RegExp[] = [
  // A title for the conversation.
  new RegExp(
    String.raw`${make}[^\n.]{0,60}${title}[^\n.]{0,60}\b(for|of|about|that|which|from|to|on|summari\w+|captur\w+|describ\w+|based)\b[^\n.]{0,40}\b${talk}`,
    'i',
  ),
  new RegExp(String.raw`\b${talk}[^\n]{0,40}${make}[^\n.]{0,40}${title}`, 'i'),
  /\b(conversation|chat|thread|dialogue|message|user)s?\b[^\n.]{0,60}\binto (an?|one)\b[^\n.]{0,30}\btitle\b/i,
  new RegExp(
    String.raw`\b(conversation|chat|thread|dialogue|session|topic)('s|s)? (titl(e|es|ing)|nam(e|es|ing))\b[^\n.]{0,40}${worker}|${worker}[^\n.]{0,40}\b(conversation|chat|thread|dialogue|session|topic) (titl(e|es|ing)|nam(e|es|ing))\b`,
    'i',
  ),
  /\b(name|names|naming|title|titles|titling|label|labels|labeling|labelling) ((the|this|each|a|user'?s?) )?(conversations?|chats?|threads?)\b/i,
  /\b(title|titling|naming) (generator|generation|generating|assistant|bot|helper|engine|writer|creator)\b/i,
  /\b(output|return|respond|reply|answer|write)\w*\b[^\n.]{0,30}\bonly\b[^\n.]{0,20}\btitle\b|\btitle (text )?only\b/i,
  /(对话|会话|聊天|话题)[^\n]{0,20}(标题|题目|命名)|(标题|命名)[^\n]{0,20}(对话|会话|聊天)/,
  /(会話|対話|チャット)[^\n]{0,20}(タイトル|題名|件名)|(대화|채팅)[^\n]{0,20}제목/,
  /\b(Titel|Überschrift)\b[^\n]{0,40}(Gespräch|Chat|Unterhaltung|Konversation)/i,
  /\b(titre|título|titolo)\b[^\n]{0,40}\b(conversation|discussion|chat|conversación|charla|conversa|conversazione)/i,
  /(заголовок|название)[^\n]{0,40}(бесед|разговор|чат|диалог)/i,
  /\bsummari[sz]e\b[^\n.]{0,30}\b(conversation|chat|thread|dialogue)\b[^\n]{0,60}\btitle\b/i,
  // Tags.
  /\b(tag|classif|categori[sz]|label|keyword)\w*\b[^\n.]{0,60}\b(the|this|each|a|following) (\w+ ){0,2}(conversation|chat|thread|dialogue|discussion)\b/i,
  /\b(tagging|tag generation|tag) (assistant|generator|helper|engine|bot)\b/i,
  // One emoji.
  /\b(select|pick|choos|suggest|return|output|respon|repl|assign)\w*\b[^\n.]{0,60}\b(one|an?|single|most (appropriate|fitting|suitable|relevant))\b[^\n.]{0,30}\bemojis?\b(?! (at|in|after|before|to|per)\b)/i,
  // What the person may say next.
  /\b(generat|suggest|predict|propos|extract|creat|writ|produc)\w*\b[^\n.]{0,60}\b(follow[- ]?ups?|quick[- ]?repl(y|ies)|short repl(y|ies)|next (questions?|messages?|prompts?))\b/i,
  /\b(follow[- ]?up|suggested|next) (questions?|repl(y|ies)|prompts?)\b[^\n.]{0,60}\b(generator|suggester|assistant|engine)\b/i,
  // The language of a text.
  /\b(detect|identif|recogni[sz]|determin|classif)\w*\b[^\n.]{0,40}\blanguage\b(?! \w*(mistake|error))[^\n]{0,80}\b(code|locale|iso|only|language name)\b/i,
  /\blanguage (detect|identif|recogni[sz])\w*\b/i,
  // The rest of what is being typed.
  /\bauto-?complet(e|es|ion|ing)\b[^\n.]{0,80}\b(text|input|messages?|typing|typed|sentence|prompt)\b/i,
  /\bcomplet(e|es|ing)\b[^\n.]{0,30}\b(partial|unfinished|typed|user's) (text|input|message|sentence|prompt)\b/i,
];

/** A prompt of such a helper gives it this one thing to do; who has other things to do is a persona. */
const persona =
  /\b(youtube|videos?|blogs?|books?|songs?|articles?|papers?|products?|movies?|seo|novels?|newsletters?|e?-?mails?|forum|tickets?|job|at the end|(end of|after) (each|every|your|the)? ?answer(ing)?|\w+\.(csv|md|txt|pdf|json|eml|sh|py|[jt]s|html|log)|files?|folders?|commands?|git|(the|my|your|write|complete) code|coding|run|execute|(answer|reply|respond|speak|continue|translate) (in|to) (that|the same|this|it))\b/i;

/** What makes a prompt an instruction about its one answer, not a trait of somebody. */
const duty =
  /\b(you are|you're|you will|you (\w+)|act as|as an?|given|based on|your (only |sole )?(task|job|role|goal|purpose)|generate|create|write|produce|return|output|reply|respond|assign|tag|label|summari[sz]e|analy[sz]e|suggest|predict|extract|select|pick|choose|detect|identify|determine|classify|name|title|give|provide)\b|[^\p{ASCII}]/iu;

/** The first sentences, in characters. */
const beginning = 300;

/** Whether a system prompt makes the model such a helper. */
export function isHelperPrompt(prompt: string): boolean {
  const text = prompt.trimStart().slice(0, beginning);
  return (
    duty.test(text.slice(0, 60)) && !persona.test(text) && kinds.some((kind) => kind.test(text))
  );
}
