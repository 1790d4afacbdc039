import type { Tool } from '../../tool.ts';
import { createBackTool } from './back.ts';
import type { Browsers } from './browsers.ts';
import { createClickTool } from './click.ts';
import { createConsoleTool } from './console.ts';
import { createNavigateTool } from './navigate.ts';
import { createPressTool } from './press.ts';
import { createScreenshotTool } from './screenshot.ts';
import { createScrollTool } from './scroll.ts';
import { createSnapshotTool } from './snapshot.ts';
import { createTypeTool } from './type.ts';

/** The nine browser tools. They load nothing until one is used. */
export function createBrowserTools(browsers: Browsers): Tool[] {
  return [
    createNavigateTool(browsers),
    createSnapshotTool(browsers),
    createClickTool(browsers),
    createTypeTool(browsers),
    createPressTool(browsers),
    createScrollTool(browsers),
    createBackTool(browsers),
    createConsoleTool(browsers),
    createScreenshotTool(browsers),
  ] as Tool[];
}
