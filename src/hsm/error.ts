// What goes wrong inside the HSM that is nobody's wrong ciphertext: material that is not in the vault, a token that was
// tampered with, a domain key that is none. KMS answers it as its own failure, never as the caller's.

export class HsmError extends Error {
  override readonly name = 'HsmError';
}
