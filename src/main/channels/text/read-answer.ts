/** What a model wrote, taken apart. */
export interface ReadAnswer {
  /** Markdown, without thinking and without the lines that name files. */
  text: string;
  /** Paths on lines of their own as `MEDIA:/path`. */
  media: string[];
}

const fence = /^ {0,3}(`{3,}|~{3,})/;
const mediaLine = /^\s*MEDIA:\s*((?:\/|~|[A-Za-z]:[\\/]).*\S)\s*$/;
const thinkBegin = /^\s*<think(?:ing)?>/i;
const thinkEnd = /<\/think(?:ing)?>/i;

/**
 * Takes from an answer what is not for the eyes: blocks of thinking (the last one may not be closed
 * yet), and lines that name files to be sent. Within a fence, in a quotation and in a line of text
 * both are text.
 */
export function readAnswer(markdown: string): ReadAnswer {
  if (!/MEDIA:|<think/i.test(markdown)) return { text: markdown, media: [] };
  const kept: string[] = [];
  const media: string[] = [];
  let fenced = '';
  let thinking = false;
  for (let line of markdown.split('\n')) {
    if (fenced === '' && !thinking && thinkBegin.test(line)) thinking = true;
    if (thinking) {
      const end = thinkEnd.exec(line);
      if (!end) continue;
      thinking = false;
      line = line.slice(end.index + end[0].length);
      if (line.trim() === '') continue;
    }
    const mark = fence.exec(line)?.[1];
    const path = fenced === '' ? mediaLine.exec(line)?.[1] : undefined;
    if (path) media.push(path);
    else kept.push(line);
    if (!mark) continue;
    if (fenced === '') fenced = mark;
    else if (mark.startsWith(fenced) && line.trim() === mark) fenced = '';
  }
  return { text: kept.join('\n'), media };
}
