import { z } from 'zod';

/** A file that was sent inside the request; whether it can be read is seen when it is. */
export const fileData = z
  .string('only files sent inside the request can be read: file_data is needed')
  .describe('Base64, or a data: URL that holds it, of text or a PDF.')
  .meta({
    pattern: '^(data:[^,]{0,200};base64,)?\\s*[A-Za-z0-9+/_-][\\sA-Za-z0-9+/_-]*={0,2}\\s*$',
  });
