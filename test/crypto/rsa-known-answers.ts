// Known answers for RSA, and private keys from the numbers that their sources give.
import type { Bytes } from '../../src/base/bytes.ts';
import { ALGORITHM } from '../../src/crypto/algorithm-identifiers.ts';
import { bigIntOf, modulo, powerModulo } from '../../src/crypto/big-integers.ts';
import { derSequence, derUnsigned } from '../../src/crypto/der-writer.ts';
import { writePrivateKeyInfo } from '../../src/crypto/key-info.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { fromBase64Url } from '../../src/base/encodings.ts';
import { bytesOf } from './wycheproof.ts';

/** Euclid's. The two have no common divisor. */
export function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [modulo(value, modulus), modulus, 1n, 0n];
  while (b !== 0n) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  return modulo(x, modulus);
}

/** RSAPrivateKey's numbers in PKCS #8, whether or not they are each other's. */
export const pkcs8Of = (...numbers: readonly bigint[]): Bytes =>
  writePrivateKeyInfo(ALGORITHM.rsa, derSequence(derUnsigned(0n), ...numbers.map(derUnsigned)));

export function rsaKeyOfPrimes(p: bigint, q: bigint, e: bigint): Bytes {
  const d = inverse(e, (p - 1n) * (q - 1n));
  return pkcs8Of(p * q, e, d, p, q, modulo(d, p - 1n), modulo(d, q - 1n), inverse(q, p));
}

/** Finds the primes from both exponents (NIST SP 800-56B, appendix C). */
export function rsaKeyOfExponents(n: bigint, e: bigint, d: bigint): Bytes {
  let [odd, halvings] = [e * d - 1n, 0];
  while ((odd & 1n) === 0n) [odd, halvings] = [odd >> 1n, halvings + 1];
  for (let base = 2n; base < 100n; base += 1n) {
    let root = powerModulo(base, odd, n);
    for (let squaring = 0; squaring < halvings; squaring += 1) {
      const square = modulo(root * root, n);
      if (square === 1n && root !== 1n && root !== n - 1n) {
        const p = commonDivisor(root - 1n, n);
        return rsaKeyOfPrimes(p, n / p, e);
      }
      root = square;
    }
  }
  throw new Error('these exponents are not each other’s');
}

function commonDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b];
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}

const number = (hex: string): bigint => bigIntOf(bytesOf(hex));

/** NIST CAVP, FIPS 186-3 SigGenPSS, 3072 bits with SHA-256 and a salt of 32 bytes: the first. */
export const nistPss = {
  key: () =>
    rsaKeyOfExponents(
      number(
        'a7a1882a7fb896786034d07fb1b9f6327c27bdd7ce6fe39c285ae3b6c34259adc0dc4f7b9c7dec3ca4a20d3407339eedd7a12a421da18f5954673cac2ff059156ecc73c6861ec761e6a0f2a5a033a6768c6a42d8b459e1b4932349e84efd92df59b45935f3d0e30817c66201aa99d07ae36c5d74f408d69cc08f044151ff4960e531360cb19077833adf7bce77ecfaa133c0ccc63c93b856814569e0b9884ee554061b9a20ab46c38263c094dae791aa61a17f8d16f0e85b7e5ce3b067ece89e20bc4e8f1ae814b276d234e04f4e766f501da74ea7e3817c24ea35d016676cece652b823b051625573ca92757fc720d254ecf1dcbbfd21d98307561ecaab545480c7c52ad7e9fa6b597f5fe550559c2fe923205ac1761a99737ca02d7b19822e008a8969349c87fb874c81620e38f613c8521f0381fe5ba55b74827dad3e1cf2aa29c6933629f2b286ad11be88fa6436e7e3f64a75e3595290dc0d1cd5eee7aaac54959cc53bd5a934a365e72dd81a2bd4fb9a67821bffedf2ef2bd94913de8b',
      ),
      number('1415a7'),
      number(
        '073a5fc4cd642f6113dffc4f84035cee3a2b8acc549703751a1d6a5eaa13487229a58ef7d7a522bb9f4f25510f1aa0f74c6a8fc8a5c5be8b91a674ede50e92f7e34a90a3c9da999fffb1d695e4588f451256c163484c151350cb9c7825a7d910845ee5cf826fecf9a7c0fbbbba22bb4a531c131d2e7761ba898f002ebef8ab87218511f81d3266e1ec07a7ca8622514c6dfdc86c67679a2c8f5f031de9a0c22b5a88060b46ee0c64d3b9af3c0a379bcd9c6a1b51cf6480456d3fd6def94cd2a6c171dd3f010e3c9d662bc857208248c94ebcb9fd997b9ff4a7e5fd95558569906525e741d78344f6f6cfdbd59d4faa52ee3fa964fb7cccb2d6be1935d211fe1498217716273939a946081fd8509913fd47747c5c2f03efd4d6fc9c6fcfd8402e9f40a0a5b3de3ca2b3c0fac9456938faa6cf2c20e3912e5981c9876d8ca1ff29b87a15eeae0ccce3f8a8f1e405091c083b98bcc5fe0d0deaae33c67c0394437f0eccb385b7efb17aeebba8afaecca30a2f63eac8f0ac8f1eacad85bbcaf3960b',
      ),
    ),
  message: bytesOf(
    'c16499110ed577202aed2d3e4d51ded6c66373faef6533a860e1934c63484f87a8d9b92f3ac45197b2909710abba1daf759fe0510e9bd8dd4d73cec961f06ee07acd9d42c6d40dac9f430ef90374a7e944bde5220096737454f96b614d0f6cdd9f08ed529a4ad0e759cf3a023dc8a30b9a872974af9b2af6dc3d111d0feb7006',
  ),
  salt: bytesOf('3e07ade72a3f52530f53135a5d7d93217435ba001ea55a8f5d5d1304684874bc'),
  signature:
    '4335707da735cfd10411c9c048ca9b60bb46e2fe361e51fbe336f9508dc945afe075503d24f836610f2178996b52c411693052d5d7aed97654a40074ed20ed6689c0501b7fbac21dc46b665ac079760086414406cd66f8537d1ebf0dce4cf0c98d4c30c71da359e9cd401ff49718fdd4d0f99efe70ad8dd8ba1304cefb88f24b0eedf70116da15932c76f0069551a245b5fc3b91ec101f1d63b9853b598c6fa1c1acdbacf9626356c760119be0955644301896d9d0d3ea5e6443cb72ca29f4d45246d16d74d00568c219182feb191179e4593dc152c608fd80536329a533b3a631566814cd654f587c2d8ce696085e6ed1b0b0278e60a049ec7a399f94fccae6462371a69695ef525e00936fa7d9781f9ee289d4105ee827a27996583033cedb2f297e7b4926d906ce0d09d84128406ab33d7da0f8a1d4d2f666568686c394d139b0e5e99337758de85910a5fa25ca2aa6d8fb1c777244e7d98de4c79bbd426a5e6f657e37477e01247432f83797fbf31b50d02b83f69ded26d4945b2bc3f86e',
};

const fromJson = (text: string): Bytes => {
  const bytes = fromBase64Url(text);
  if (bytes === undefined) throw new Error(`not base64url: ${text}`);
  return bytes;
};

/** RFC 7515, A.2: a signature with RSASSA-PKCS1-v1_5 and SHA-256. */
export const jwsRs256 = {
  key: () =>
    rsaKeyOfPrimes(
      bigIntOf(
        fromJson(
          '4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH_5IB3jw3bcxGn6QLvnEtfdUdiYrqBdss1l58BQ3KhooKeQTa9AB0Hw_Py5PJdTJNPY8cQn7ouZ2KKDcmnPGBY5t7yLc1QlQ5xHdwW1VhvKn-nXqhJTBgIPgtldC-KDV5z-y2XDwGUc',
        ),
      ),
      bigIntOf(
        fromJson(
          'uQPEfgmVtjL0Uyyx88GZFF1fOunH3-7cepKmtH4pxhtCoHqpWmT8YAmZxaewHgHAjLYsp1ZSe7zFYHj7C6ul7TjeLQeZD_YwD66t62wDmpe_HlB-TnBA-njbglfIsRLtXlnDzQkv5dTltRJ11BKBBypeeF6689rjcJIDEz9RWdc',
        ),
      ),
      65537n,
    ),
  message: utf8(
    'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ',
  ),
  signature: fromJson(
    'cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw',
  ),
};

/** OAEP with SHA-256 for both hashes: from the vectors of pyca/cryptography, which Bouncy Castle agrees with. */
export const oaepSha256 = {
  key: () =>
    rsaKeyOfPrimes(
      number(
        'e7e2f373592c2b9919851f238f1b1b67e9c761bbf252b334d5a12a6ea66974a1cb5f57dfa0595298f143ef958f7450571c31c682b91ea26a0349383088cbedd87e7edc6cb5287a56d7f73c31d02df6e3c58b01c27efdac951e279a3318951520c44c3903e5dc793c3cdacc40ad06551bd219bd6ecfd1c3f4f8ea513674ab286d',
      ),
      number(
        'cc2279fb888ba03c22c6613bb1466c9e2cd161d99bbec2f75af82cf7f0e43eb1a8a8bc23c24fc2838bffb94e791811073da55c53e07e1fec63cefd066dc631e25e74dae715ab3cc18b5e56ff2a786ddee92d32dc5bd4df849cb8246e3f42c1279985c5cb6909b0630424dc8a82d5604387e95fbb248720636b8e7208ca1f0639',
      ),
      65537n,
    ),
  plaintext: '6628194e12073db03ba94cda9ef9532397d50dba79b987004afefe34',
  ciphertext:
    '6afdbc76de74458198a9c890cc5abb52580af01c2096036dca104d67f96a05de682da5c26970a808343527440aa80b9d043045d7983f442a3d376e5b039bcfb96c1b5fd0e46b5fff85646273293ced5e7272993850017f24f6133591d5c9788781a9952873ebfc45ad4d34fff2b4e9ababf49d9f9a3d7726bdce3eb2feb545db5cfef0b183bd55735a2d356b4278c5580ce0e4cfd21a0a3ad3b225de388fcfd688394710f97d5a3933e01d434fcff732542390f8915d5d291780ed63d425c0bea5bb0ad25aae3a70355e3f45a443ea111b80515b743d5bd226d339dc7516ce6c41414a0aa978198bc6762f443e957c7be5edbd25fcdd226c5d967fa05d7c9079',
};
