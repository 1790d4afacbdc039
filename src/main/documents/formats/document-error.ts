/** Why no text can be made of a document, for the model and for people. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
}
