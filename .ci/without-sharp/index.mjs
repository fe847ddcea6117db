/** What @huggingface/transformers calls for images. It has to be there when the library is loaded; no text needs it. */
export default function sharp() {
  throw new Error('Images are not read here: sharp is not part of this installation.');
}
