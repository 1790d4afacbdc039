import { readdir, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { memoizeByFiles, type DependOn } from '../../../system/files/memoize-by-files.ts';
import { sniffedBytes } from '../../../documents/text/text-encoding.ts';
import { fileKind } from '../files/file-kind.ts';
import { isInside, isMissing } from '../../../system/files/paths.ts';
import { realPath } from '../../../system/files/real-path.ts';
import { readRegularFile } from '../../../system/files/read-regular-file.ts';
import { replaceText } from '../patch/replace-text.ts';
import {
  findSkills,
  parseFrontMatter,
  skillFile,
  SkillFormatError,
  type IsClosed,
  type Skill,
} from './skill-files.ts';
import { redactedProblem } from '../../text/redacted.ts';
import { suspicionAbout } from '../../text/suspicious-text.ts';
import { writeAtomically } from '../../../system/files/write-atomically.ts';

/** Why something cannot be done with a skill, for the model. */
export class SkillProblem extends Error {
  override readonly name = 'SkillProblem';
}

/** Names of skills and categories, as the Agent Skills specification has them. */
const nameForm = /^[a-z0-9]+(?:[-_.][a-z0-9]+)*$/;
const longestName = 64;
/** The longest file that is shown or written, in characters. */
const longestFile = 100_000;
/** Larger files of a skill are not read, in bytes. */
const mostBytes = 1024 * 1024;
/** The longest index that enters the prompt, in characters. */
const longestIndex = 12_000;
/** Files of a skill that are listed, at most. */
const mostFiles = 200;

/** The skills of the agent, which it may change, and those that a workspace brings along. */
export class SkillStore {
  readonly #folder: string;

  readonly #isClosed: IsClosed;

  /**
   * @param dataDir our data folder; the agent's own skills are in `skills` there
   * @param isClosed whether a file holds keys or the like: a link in a workspace may lead to it
   */
  constructor(dataDir: string, isClosed: IsClosed = () => false) {
    this.#folder = path.join(dataDir, 'skills');
    this.#isClosed = isClosed;
  }

  /** All skills, by name. The agent's own goes before one of the same name in the workspace. */
  async list(workspace: string, dependOn?: DependOn): Promise<Skill[]> {
    const [own, others] = await Promise.all([
      findSkills(this.#folder, false, dependOn),
      findSkills(path.join(workspace, '.agents', 'skills'), true, dependOn, this.#isClosed),
    ]);
    const names = new Set(own.map(({ name }) => name));
    return [...own, ...others.filter(({ name }) => !names.has(name))];
  }

  /** Names and descriptions for the prompt; empty if there are no skills. */
  readonly index = memoizeByFiles(async (workspace, dependOn): Promise<string> => {
    const skills = await this.list(workspace, dependOn);
    const lines = skills
      .filter(({ name, description }) => suspicionAbout(`${name} ${description}`) === undefined)
      .map(({ name, description }) => `- ${name}: ${description}`);
    if (lines.length === 0) return '';
    const shown: string[] = [];
    let length = 0;
    for (const line of lines) {
      length += line.length + 1;
      if (length > longestIndex) break;
      shown.push(line);
    }
    const more = lines.length - shown.length;
    return [
      '# Skills',
      'Instructions for kinds of tasks. When one fits what you are to do, read it first with the tool skill_view.',
      ...shown,
      ...(more > 0 ? [`and ${more} more, by the tool skills_list`] : []),
    ].join('\n');
  });

  /**
   * A file of a skill, its `SKILL.md` unless another is named, and the names of its other files.
   * @throws {SkillProblem}
   */
  async view(
    workspace: string,
    name: string,
    file = skillFile,
  ): Promise<{ skill: Skill; content: string; files: string[] }> {
    const skill = await this.#find(workspace, name);
    const absolute = await this.#within(skill, file);
    const content = await readSkillText(absolute, file, this.#isClosed);
    const files = (await filesOf(skill.folder)).filter((one) => one !== skillFile);
    return { skill, content, files };
  }

  /**
   * Makes a skill of the agent's own. Gives its folder.
   * @throws {SkillProblem}
   */
  async create(
    workspace: string,
    name: string,
    content: string,
    category: string | undefined,
  ): Promise<string> {
    for (const one of [name, category]) {
      if (one !== undefined && (!nameForm.test(one) || one.length > longestName)) {
        throw new SkillProblem(
          `"${one}" is no name for it: lower-case letters, digits and hyphens, at most ${longestName}.`,
        );
      }
    }
    const skills = await this.list(workspace);
    if (skills.some((skill) => skill.name === name && !skill.ofWorkspace)) {
      throw new SkillProblem(`There is a skill ${name} already. Use edit or patch.`);
    }
    await checkContent(content, name);
    const folder = path.join(this.#folder, category ?? '', name);
    await save(await realPath(path.join(folder, skillFile)), content);
    return folder;
  }

  /**
   * Writes a whole file of a skill.
   * @throws {SkillProblem}
   */
  async write(workspace: string, name: string, file: string, content: string): Promise<void> {
    const skill = await this.#findOwn(workspace, name);
    const absolute = await this.#within(skill, file);
    if (content.length > longestFile) {
      throw new SkillProblem(`That is more than ${longestFile} characters. Split it.`);
    }
    if (path.relative(skill.folder, absolute) === skillFile) await checkContent(content, name);
    await save(absolute, content);
  }

  /**
   * Replaces text in a file of a skill.
   * @throws {SkillProblem}
   */
  async patch(
    workspace: string,
    name: string,
    file: string,
    replacement: Parameters<typeof replaceText>[1],
  ): Promise<void> {
    const skill = await this.#findOwn(workspace, name);
    const text = await readSkillText(await this.#within(skill, file), file, this.#isClosed);
    const replaced = replaceText(text, replacement);
    if ('problem' in replaced) throw new SkillProblem(`${file}: ${replaced.problem}`);
    await this.write(workspace, name, file, replaced.text);
  }

  /**
   * Removes a skill, or one file of it.
   * @throws {SkillProblem}
   */
  async remove(workspace: string, name: string, file?: string): Promise<void> {
    const skill = await this.#findOwn(workspace, name);
    if (file === undefined) {
      await rm(skill.folder, { recursive: true });
      if (skill.category !== undefined) await removeIfEmpty(path.dirname(skill.folder));
      return;
    }
    const absolute = await this.#within(skill, file);
    if (path.relative(skill.folder, absolute) === skillFile) {
      throw new SkillProblem(`${skillFile} goes with its skill. Use delete.`);
    }
    await readSkillText(absolute, file, this.#isClosed);
    await rm(absolute);
  }

  async #find(workspace: string, name: string): Promise<Skill> {
    const skills = await this.list(workspace);
    const skill = skills.find((one) => one.name === name || path.basename(one.folder) === name);
    if (skill) return skill;
    const names = skills.map((one) => one.name).join(', ') || 'none';
    throw new SkillProblem(`There is no skill ${name}. There are: ${names}.`);
  }

  async #findOwn(workspace: string, name: string): Promise<Skill> {
    const skill = await this.#find(workspace, name);
    if (!skill.ofWorkspace) return skill;
    throw new SkillProblem(
      `${name} belongs to the workspace (${skill.folder}). Change its files with patch or write_file.`,
    );
  }

  /** The real path of a file within a skill: neither `..` nor a link leads out of it. */
  async #within(skill: Skill, file: string): Promise<string> {
    const folder = await realPath(skill.folder);
    const absolute = await realPath(path.resolve(folder, file));
    if (path.isAbsolute(file) || absolute === folder || !isInside(folder, absolute)) {
      throw new SkillProblem(`"${file}" is not a path within the skill.`);
    }
    return absolute;
  }
}

/** @throws {SkillProblem} for a text with the mark of a removed key that the file did not have */
async function save(absolute: string, content: string): Promise<void> {
  const problem = redactedProblem(content, await textBefore(absolute));
  if (problem !== undefined) throw new SkillProblem(problem);
  await writeAtomically(absolute, content);
}

async function textBefore(absolute: string): Promise<string> {
  try {
    return (await readRegularFile(absolute, mostBytes))?.toString('utf8') ?? '';
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}

async function checkContent(content: string, name: string): Promise<void> {
  try {
    const found = await parseFrontMatter(content);
    if (found.name !== name) {
      throw new SkillProblem(`The front matter must say "name: ${name}".`);
    }
    if (found.description === undefined) {
      throw new SkillProblem('The front matter must have a description: when to use the skill.');
    }
  } catch (error) {
    if (error instanceof SkillFormatError) throw new SkillProblem(error.message);
    throw error;
  }
  const suspicion = suspicionAbout(content);
  if (suspicion) {
    throw new SkillProblem(`Not saved: it holds ${suspicion}. Write instructions in plain words.`);
  }
}

async function readSkillText(absolute: string, file: string, isClosed: IsClosed): Promise<string> {
  try {
    const bytes = await readRegularFile(absolute, mostBytes, (found) => !isClosed(found));
    if (bytes && bytes.length >= mostBytes) {
      throw new SkillProblem(`${file} is too long to be shown; it is at ${absolute}.`);
    }
    if (!bytes || fileKind(bytes.subarray(0, sniffedBytes)).kind !== 'text') {
      throw new SkillProblem(`${file} is no text; it is at ${absolute}.`);
    }
    return bytes.toString('utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (isMissing(error) || code === 'EISDIR') {
      throw new SkillProblem(`The skill has no file ${file}.`);
    }
    throw error;
  }
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .toSorted()
    .slice(0, mostFiles);
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
  }
}
