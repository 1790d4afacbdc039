import { displayPath } from '../../../system/files/paths.ts';
import { longestFinding, type Finding } from './search.ts';
import { cutLine, longestOutput } from '../../text/truncate.ts';

export interface ResultWindow {
  /** Matches passed over. */
  offset: number;
  /** Matches kept. */
  limit: number;
  /** Lines kept before and after each. */
  context: number;
}

/** Keeps the window of the findings that was asked for, in the order in which they come. */
export class SearchResults {
  readonly #window: ResultWindow;
  /** Whether findings in this file must not be shown. */
  readonly #isHidden: (file: string) => boolean;
  readonly #kept: Finding[] = [];
  readonly #hiddenFiles = new Set<string>();
  /** Context before the first match that is kept. */
  #leading: Finding[] = [];
  #matches = 0;
  #more = false;

  constructor(window: ResultWindow, isHidden: (file: string) => boolean) {
    this.#window = window;
    this.#isHidden = isHidden;
  }

  /** Takes findings; false when no more are needed. */
  add(findings: readonly Finding[]): boolean {
    return findings.every((finding) => this.#add(finding));
  }

  /**
   * Puts the lines of a file in place that could not be read as they came.
   * @param linesOf the lines of a file; undefined where they cannot be had
   */
  async decode(linesOf: (file: string) => Promise<readonly string[] | undefined>): Promise<void> {
    const undecoded = this.#kept.filter((finding) => finding.undecoded);
    const files = new Map<string, readonly string[] | undefined>();
    for (const { file } of undecoded) {
      if (!files.has(file)) files.set(file, await linesOf(file));
    }
    for (const finding of undecoded) {
      finding.text = files.get(finding.file)?.[finding.line - 1] ?? finding.text;
    }
  }

  /**
   * As text: for content, each path on a line of its own and below it "  12: text" for matches and
   * "  13- text" for context; for files, one path a line. Then what is left out, in brackets.
   */
  render(workspace: string, target: 'content' | 'files'): string {
    const { offset, context } = this.#window;
    const lines: string[] = [];
    let length = 0;
    let shown = 0;
    let previous: Finding | undefined;
    for (const finding of this.#kept) {
      const path = displayPath(finding.file, workspace);
      const isNewFile = previous?.file !== finding.file;
      if (isNewFile) lines.push(path);
      else if (context > 0 && previous && finding.line > previous.line + 1) lines.push('  --');
      if (target === 'content') {
        const text = cutLine(finding.text, longestFinding);
        lines.push(`  ${finding.line}${finding.match ? ':' : '-'} ${text}`);
      }
      length += (isNewFile ? path.length : 0) + Math.min(finding.text.length, longestFinding) + 12;
      if (finding.match) shown += 1;
      previous = finding;
      if (length > longestOutput) break;
    }
    const rest = this.#more || shown < this.#matches - offset;
    if (this.#matches === 0) lines.push('[Nothing found]');
    else if (shown === 0) lines.push(`[There are only ${this.#matches}]`);
    else if (rest) lines.push(`[${shown} shown, there are more: offset ${offset + shown}]`);
    const hidden = this.#hiddenFiles.size;
    if (hidden > 0) {
      const files = hidden === 1 ? '1 file' : `${hidden} files`;
      lines.push(`[${files} left out that may hold keys or passwords]`);
    }
    return lines.join('\n');
  }

  #add(finding: Finding): boolean {
    if (this.#hides(finding.file)) return true;
    const { offset, limit, context } = this.#window;
    if (!finding.match) {
      if (this.#matches <= offset) this.#leading = [...this.#leading, finding].slice(-context);
      if (this.#matches > offset && this.#isNear(finding)) this.#kept.push(finding);
      return true;
    }
    if (this.#matches === offset + limit) {
      this.#more = true;
      return false;
    }
    this.#matches += 1;
    if (this.#matches <= offset) {
      this.#leading = [];
      return true;
    }
    this.#kept.push(...this.#leading.filter((line) => line.file === finding.file), finding);
    this.#leading = [];
    return true;
  }

  /** Once all matches are kept, context belongs to the next match unless it follows the last one. */
  #isNear({ file, line }: Finding): boolean {
    const { offset, limit, context } = this.#window;
    if (this.#matches < offset + limit) return true;
    const last = this.#kept.findLast(({ match }) => match)!;
    return file === last.file && line <= last.line + context;
  }

  #hides(file: string): boolean {
    if (this.#hiddenFiles.has(file)) return true;
    if (this.#kept.at(-1)?.file === file || !this.#isHidden(file)) return false;
    this.#hiddenFiles.add(file);
    return true;
  }
}
