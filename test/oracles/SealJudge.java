import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Security;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Date;
import java.util.Enumeration;
import java.util.StringJoiner;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Judges seals (.esl) and uses of seals (.dat) of GM/T 0031-2014, GB/T 38540-2020 and GM/T 0031-2025 by BouncyCastle, which shares
 * nothing with the code under test. Of each file one line: its name, and all that holds of it, as words.
 *
 * java -cp bcprov.jar SealJudge.java ROOT CRL CONTENT FILE…; "-" for a root, list or content that there is none of.
 */
public final class SealJudge {
  private static final String SM2_WITH_SM3 = "1.2.156.10197.1.501";
  private static CertificateFactory factory;
  private static X509Certificate root;
  private static X509CRL list;
  private static byte[] content;

  public static void main(String[] args) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    factory = CertificateFactory.getInstance("X.509", "BC");
    if (!args[0].equals("-")) root = certificate(read(args[0]));
    if (!args[1].equals("-")) list = (X509CRL) factory.generateCRL(new ByteArrayInputStream(read(args[1])));
    if (!args[2].equals("-")) content = read(args[2]);
    for (String file : Arrays.asList(args).subList(3, args.length)) {
      StringJoiner words = new StringJoiner(" ");
      try {
        byte[] bytes = read(file);
        ASN1Sequence whole = ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(bytes));
        if (Arrays.equals(whole.getEncoded(ASN1Encoding.DER), bytes)) words.add("der");
        if (file.endsWith(".esl")) seal(whole, words);
        else use(whole, words);
      } catch (Exception error) {
        words.add("refused");
      }
      System.out.println(Path.of(file).getFileName() + " " + words);
    }
  }

  /** What the maker signed, his certificate, and how he signed: of version 1 in a sequence of their own. */
  private static void seal(ASN1Sequence seal, StringJoiner words) throws Exception {
    ASN1Sequence info = ASN1Sequence.getInstance(seal.getObjectAt(0));
    boolean first = seal.size() == 2;
    ASN1Sequence by = first ? ASN1Sequence.getInstance(seal.getObjectAt(1)) : seal;
    int from = first ? 0 : 1;
    ASN1Encodable maker = by.getObjectAt(from);
    byte[] signed = encoded(first ? new DERSequence(new ASN1Encodable[] {info, maker, by.getObjectAt(1)}) : info);
    words.add("version=" + ASN1Integer.getInstance(ASN1Sequence.getInstance(info.getObjectAt(0)).getObjectAt(1)));
    X509Certificate certificate = certificate(octets(maker));
    ASN1Sequence property = ASN1Sequence.getInstance(info.getObjectAt(2));
    if (verifies(certificate, by.getObjectAt(from + 1), signed, by.getObjectAt(from + 2))) words.add("maker");
    chain("maker", certificate, time(property.getObjectAt(property.size() - 3)), words);
  }

  private static void use(ASN1Sequence use, StringJoiner words) throws Exception {
    ASN1Sequence said = ASN1Sequence.getInstance(use.getObjectAt(0));
    boolean first = use.size() == 2;
    ASN1Sequence seal = ASN1Sequence.getInstance(said.getObjectAt(1));
    seal(seal, words);
    ASN1Sequence by = first ? said : use;
    int from = first ? 5 : 1;
    byte[] signer = octets(by.getObjectAt(from));
    X509Certificate certificate = certificate(signer);
    ASN1Encodable value = use.getObjectAt(first ? 1 : 3);
    if (verifies(certificate, by.getObjectAt(from + 1), encoded(said), value)) words.add("value");
    ASN1Sequence property = ASN1Sequence.getInstance(ASN1Sequence.getInstance(seal.getObjectAt(0)).getObjectAt(2));
    Date at = time(first ? ASN1Primitive.fromByteArray(bits(said.getObjectAt(2))) : said.getObjectAt(2));
    Date until = time(property.getObjectAt(property.size() - 1));
    if (!at.before(time(property.getObjectAt(property.size() - 2))) && !at.after(until)) words.add("period");
    for (Enumeration<?> e = ASN1Sequence.getInstance(property.getObjectAt(first ? 2 : 3)).getObjects(); e.hasMoreElements(); )
      if (e.nextElement() instanceof ASN1OctetString one && Arrays.equals(one.getOctets(), signer)) words.add("listed");
    ASN1IA5String.getInstance(said.getObjectAt(4));
    chain("signer", certificate, at, words);
    if (content == null) return;
    byte[] digest = MessageDigest.getInstance("SM3", "BC").digest(content);
    if (Arrays.equals(digest, bits(said.getObjectAt(3)))) words.add("content");
  }

  /** SM2 with SM3, by the standard's default ID, which is BouncyCastle's too. */
  private static boolean verifies(X509Certificate by, ASN1Encodable algorithm, byte[] message, ASN1Encodable value)
      throws Exception {
    if (!ASN1ObjectIdentifier.getInstance(algorithm).getId().equals(SM2_WITH_SM3)) return false;
    Signature verifier = Signature.getInstance("SM3withSM2", "BC");
    verifier.initVerify(by.getPublicKey());
    verifier.update(message);
    return verifier.verify(bits(value));
  }

  /** Usage, and under the root: issued by it, in force, not revoked by then. */
  private static void chain(String whose, X509Certificate one, Date at, StringJoiner words) throws Exception {
    boolean[] usage = one.getKeyUsage();
    if (usage != null && (usage[0] || usage[1]) && one.getBasicConstraints() < 0) words.add(whose + "_usage");
    if (root == null || list == null) return;
    one.verify(root.getPublicKey(), "BC");
    list.verify(root.getPublicKey(), "BC");
    one.checkValidity(at);
    X509CRLEntry entry = list.getRevokedCertificate(one.getSerialNumber());
    if (entry == null || entry.getRevocationDate().after(at)) words.add(whose + "_chain");
  }

  private static byte[] read(String file) throws Exception {
    return Files.readAllBytes(Path.of(file));
  }

  private static X509Certificate certificate(byte[] der) throws Exception {
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
  }

  private static byte[] encoded(ASN1Encodable value) throws Exception {
    return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
  }

  private static byte[] octets(ASN1Encodable value) {
    return ASN1OctetString.getInstance(value).getOctets();
  }

  private static byte[] bits(ASN1Encodable value) {
    return ASN1BitString.getInstance(value).getOctets();
  }

  private static Date time(ASN1Encodable value) throws Exception {
    return value instanceof ASN1UTCTime utc ? utc.getAdjustedDate() : ASN1GeneralizedTime.getInstance(value).getDate();
  }
}
