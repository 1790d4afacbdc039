import { z } from 'zod';

/** The same for the OpenAPI document, where a schema of its own stands before it. */
export const imageUrlForm = {
  pattern: '^(https?://[!-.0-~]|data:image/[A-Za-z0-9_.+-]+;base64,[!-~])',
};

/** An image by its web address, or in the request itself. */
export const imageUrl = z
  .string()
  .refine(isImageUrl, {
    message: 'must be an http(s) URL or a data:image/… URL with base64 content',
  })
  .meta(imageUrlForm)
  .describe('An http(s) URL, or a data:image/… URL with base64 content.');

function isImageUrl(url: string): boolean {
  // Only the beginning is looked at: a data URL may hold many megabytes.
  return /^https?:\/\/[^\s/]/i.test(url) || /^data:image\/[\w.+-]+;base64,\S/i.test(url);
}
