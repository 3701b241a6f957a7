import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/**
 * Validates PDF files with the veraPDF library: one line of JSON for each file and profile.
 *
 * <p>{@code java Vera ua1,3a FILE...}; exit code 0 when every file passed every profile, 1 when
 * one did not, 2 for wrong use.
 */
public final class Vera {
  private static final int FAILURES_KEPT = 10_000;

  private Vera() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 2) {
      System.err.println("usage: Vera PROFILE[,PROFILE...] FILE...");
      System.exit(2);
    }
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    boolean allPassed = true;
    for (String name : arguments[0].split(",")) {
      ValidationProfile profile = profile(name);
      for (int i = 1; i < arguments.length; i++) {
        Verdict verdict = validate(name, profile, arguments[i]);
        out.println(verdict.json());
        allPassed &= verdict.passed;
      }
    }
    System.exit(allPassed ? 0 : 1);
  }

  /** The rules of a profile, by veraPDF's short name for it: ua1, 2b, 3a. */
  private static ValidationProfile profile(String name) throws Exception {
    String rules = name.startsWith("ua") ? "PDFUA-" + name.substring(2) : "PDFA-" + name.toUpperCase();
    String path = "/org/verapdf/pdfa/validation/" + rules + ".xml";
    try (InputStream stream = Vera.class.getResourceAsStream(path)) {
      if (stream == null) {
        throw new IOException("no profile called " + name);
      }
      return Profiles.profileFromXml(stream);
    }
  }

  private static Verdict validate(String name, ValidationProfile profile, String file) {
    Verdict verdict = new Verdict(file, name);
    try (PDFAParser parser =
            Foundries.defaultInstance().createParser(new File(file), profile.getPDFAFlavour());
        PDFAValidator validator =
            Foundries.defaultInstance()
                .createValidator(profile, FAILURES_KEPT, false, true, false)) {
      verdict.take(validator.validate(parser));
    } catch (Exception unreadable) { // a file no parser can open is an answer, not a crash
      verdict.error = unreadable.toString();
    }
    return verdict;
  }

  /** What veraPDF says of one file against one profile. */
  private static final class Verdict {
    private final String file;
    private final String profile;
    private final Map<String, Failure> failures = new TreeMap<>();
    private boolean passed;
    private int checks;
    private String error;

    Verdict(String file, String profile) {
      this.file = file;
      this.profile = profile;
    }

    void take(ValidationResult result) {
      passed = result.isCompliant();
      checks = result.getTotalAssertions();
      for (TestAssertion assertion : result.getTestAssertions()) {
        if (assertion.getStatus() == TestAssertion.Status.FAILED) {
          String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
          failures.computeIfAbsent(rule, key -> new Failure(assertion)).count++;
        }
      }
    }

    String json() {
      List<String> failed = new ArrayList<>();
      failures.forEach((rule, failure) -> failed.add(failure.json(rule)));
      return String.format(
          "{\"file\": %s, \"profile\": %s, \"passed\": %b, \"checks\": %d, \"failures\": [%s], \"error\": %s}",
          quoted(file), quoted(profile), passed, checks, String.join(", ", failed), quoted(error));
    }
  }

  /** A rule that was broken: how often, and what was said the first time. */
  private static final class Failure {
    private final String message;
    private final String where;
    private int count;

    Failure(TestAssertion first) {
      String said = first.getErrorMessage();
      message = said == null ? first.getMessage() : said;
      where = first.getLocation().getContext();
    }

    String json(String rule) {
      return String.format(
          "{\"rule\": %s, \"count\": %d, \"message\": %s, \"where\": %s}",
          quoted(rule), count, quoted(message), quoted(where));
    }
  }

  /** A text as JSON; null stays null. */
  private static String quoted(String text) {
    if (text == null) {
      return "null";
    }
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
