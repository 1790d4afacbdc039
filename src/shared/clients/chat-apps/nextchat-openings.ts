import type { LightOpening } from '../client.ts';

/**
 * How NextChat asks for titles and summaries in the language of its window
 * (`Store.Prompt.Topic` and `Store.Prompt.Summarize` of its `app/locales`).
 */
const titles = [
  /^Please generate a four to five word title/i,
  /^使用四到五个字直接返回这句话的简要主题/,
  /^Geben Sie ein kurzes Thema in vier bis fünf Wörtern zurück/i,
  /^Devuelve un tema breve de esta frase/i,
  /^Utilisez quatre à cinq mots pour retourner le sujet/i,
  /^Gunakan empat hingga lima kata untuk langsung memberikan ringkasan/i,
  /^Riporta il tema di questa frase/i,
  /^この文の簡潔なテーマを四から五文字で返してください/,
  /^네 글자에서 다섯 글자로 이 문장의 간략한 주제/,
  /^Por favor, gere um título de quatro a cinco palavras/i,
  /^Укажите краткую тему этого сообщения/i,
  /^Prosím, vygenerujte štvor- až päťslovný titul/i,
  /^Bu cümlenin dört ila beş kelimelik kısa başlığını/i,
  /^Použijte čtyři až pět slov pro stručné téma/i,
  /^Find en kort overskrift med 4-5 ord om emnet/i,
  /^استخدم أربع إلى خمس كلمات/,
  /^চার থেকে পাঁচটি শব্দ/,
  /^Use the language used by the user \(e\.g\. [\w-]+ for english conversation\)/i,
];

const summaries = [
  /^Summarize the discussion briefly in 200 words or less/i,
  /^简要总结一下对话内容/,
  /^Fassen Sie den Gesprächsinhalt zusammen/i,
  /^Resume brevemente el contenido de la conversación/i,
  /^Faites un résumé succinct de la discussion/i,
  /^Berikan ringkasan singkat tentang konten obrolan/i,
  /^Riassumi brevemente il contenuto della conversazione/i,
  /^対話の内容を簡潔に要約し/,
  /^대화 내용을 간략히 요약하여/,
  /^Resuma a discussão brevemente em 200 palavras/i,
  /^Кратко подведите итоги содержимого беседы/i,
  /^Stručne zhrňte diskusiu/i,
  /^Sohbet içeriğini kısaca özetleyin/i,
  /^Stručně shrňte obsah konverzace/i,
  /^Skriv et kort resumé \(under 200 ord\)/i,
  /^Oppsummer samtalen kort/i,
  /^قم بتلخيص محتوى الدردشة/,
  /^আলোচনার বিষয়বস্তু/,
  /^Tóm tắt nội dung cuộc trò chuyện/i,
  /^Use the language used by the user \(e\.g\. [\w-]+ for english conversation\)/i,
];

/** NextChat's light requests; both are streamed. A summary is asked for in a trailing system message. */
export const nextchatOpenings: readonly LightOpening[] = [
  ...titles.map((words): LightOpening => ({ place: 'user', words })),
  ...summaries.map((words): LightOpening => ({ place: 'trailing', words })),
];
