import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { DependOn } from '../../../system/files/memoize-by-files.ts';
import { isInside, isMissing } from '../../../system/files/paths.ts';
import { realPath } from '../../../system/files/real-path.ts';
import { readRegularFile } from '../../../system/files/read-regular-file.ts';

/** A folder with a `SKILL.md` (the Agent Skills format). */
export interface Skill {
  name: string;
  description: string;
  /** The folder above it in the skills folder, if any. */
  category: string | undefined;
  /** Absolute. */
  folder: string;
  /** Whether it belongs to the workspace and not to the agent. */
  ofWorkspace: boolean;
}

/** The file that makes a folder a skill. */
export const skillFile = 'SKILL.md';
/** Read of each `SKILL.md` to learn its name and description, in bytes. */
const headBytes = 8_192;
/** Skills looked at, at most. */
const mostSkills = 500;
/** As the Agent Skills specification has it. */
const longestDescription = 1_024;
/** As there; a name with a line of its own could pass for a section of the prompt. */
const longestName = 64;

/** What stands between the `---` lines at the top of a `SKILL.md`. */
export interface FrontMatter {
  name: string | undefined;
  description: string | undefined;
}

/** A `SKILL.md` that does not begin as it must. */
export class SkillFormatError extends Error {
  override readonly name = 'SkillFormatError';
}

/**
 * The front matter of a `SKILL.md`.
 * @throws {SkillFormatError} when there is none, or it is no YAML mapping
 */
export async function parseFrontMatter(text: string): Promise<FrontMatter> {
  const [, yaml] = /^\ufeff?---\r?\n([^]*?)\r?\n---(?:\r?\n|$)/.exec(text) ?? [];
  if (yaml === undefined) {
    throw new SkillFormatError(
      `${skillFile} must begin with a line "---", then name and description, then a line "---".`,
    );
  }
  const { parse, YAMLParseError } = await import('yaml');
  let data: unknown;
  try {
    data = parse(yaml, { maxAliasCount: 10 });
  } catch (error) {
    if (error instanceof YAMLParseError || error instanceof ReferenceError) {
      throw new SkillFormatError(`The front matter is not YAML: ${error.message}`);
    }
    throw error;
  }
  if (typeof data !== 'object' || data === null) {
    throw new SkillFormatError('The front matter must hold name and description.');
  }
  const { name, description } = data as Record<string, unknown>;
  return { name: textOf(name), description: textOf(description) };
}

/**
 * The skills below a folder, by name; they stand in it or one folder deeper. Folders that are no
 * skills, and skills that cannot be read, are passed over.
 * @param dependOn told every file and folder that is looked at
 * @param isClosed whether a file is none of the agent's business, wherever a link leads
 */
export async function findSkills(
  root: string,
  ofWorkspace: boolean,
  dependOn: DependOn = () => {},
  isClosed: IsClosed = () => false,
): Promise<Skill[]> {
  const look = { ofWorkspace, dependOn, isClosed };
  const skills: Skill[] = [];
  for (const entry of await foldersIn(root, dependOn)) {
    const folder = path.join(root, entry);
    const skill = await readSkill(folder, undefined, look);
    if (skill) skills.push(skill);
    else {
      for (const inner of await foldersIn(folder, dependOn)) {
        const nested = await readSkill(path.join(folder, inner), entry, look);
        if (nested) skills.push(nested);
      }
    }
    if (skills.length >= mostSkills) break;
  }
  return skills.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Told the real path of a file. */
export type IsClosed = (file: string) => boolean;

interface Look {
  ofWorkspace: boolean;
  dependOn: DependOn;
  isClosed: IsClosed;
}

async function readSkill(
  folder: string,
  category: string | undefined,
  { ofWorkspace, dependOn, isClosed }: Look,
): Promise<Skill | undefined> {
  const file = path.join(folder, skillFile);
  dependOn(file);
  const head = await readHead(file, folder, isClosed);
  if (head === undefined) return undefined;
  const { name, description } = await lenientFrontMatter(head);
  return {
    name: inOneLine(name ?? path.basename(folder), longestName),
    description: inOneLine(description ?? '', longestDescription),
    category,
    folder,
    ofWorkspace,
  };
}

/** People write "description: Use when: …", which is no YAML; what is meant is clear all the same. */
async function lenientFrontMatter(text: string): Promise<FrontMatter> {
  try {
    return await parseFrontMatter(text);
  } catch (error) {
    if (!(error instanceof SkillFormatError)) throw error;
    const line = (field: string): string | undefined =>
      textOf(new RegExp(`^${field}:[ \\t]*(.+)$`, 'm').exec(text)?.[1]);
    return { name: line('name'), description: line('description') };
  }
}

/** A link that leads out of the folder is not followed: what it says there would enter every prompt. */
async function readHead(
  file: string,
  folder: string,
  isClosed: IsClosed,
): Promise<string | undefined> {
  try {
    const real = await realPath(folder);
    const isWanted = (found: string): boolean => isInside(real, found) && !isClosed(found);
    const bytes = await readRegularFile(file, headBytes, isWanted);
    return bytes?.toString('utf8');
  } catch (error) {
    if (isMissing(error) || cannotBeRead(error)) return undefined;
    throw error;
  }
}

async function foldersIn(folder: string, dependOn: DependOn): Promise<string[]> {
  dependOn(folder);
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter(
        (entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.'),
      )
      .map(({ name }) => name)
      .toSorted();
  } catch (error) {
    if (isMissing(error) || cannotBeRead(error)) return [];
    throw error;
  }
}

function inOneLine(text: string, mostCharacters: number): string {
  return text.replace(/\s+/g, ' ').slice(0, mostCharacters);
}

function cannotBeRead(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EACCES' || code === 'EPERM' || code === 'ELOOP';
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
