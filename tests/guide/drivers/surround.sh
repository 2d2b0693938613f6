# The guide's Spring snippet is the inside of a test class: this puts a class around it.
{
    echo 'import com.fasterxml.jackson.databind.*;'
    echo 'import java.io.IOException;'
    echo 'public class SpringTest {'
    cat spring.txt
    echo '}'
} > SpringTest.java
